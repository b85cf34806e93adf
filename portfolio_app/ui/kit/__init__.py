"""What every screen is made of: theme, icons, actions, jobs, workspace, messages, small widgets.

Anything in ``ui`` may use the kit; the kit knows no area and nothing of the shell.
"""
