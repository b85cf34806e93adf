"""The verbs: the program without its windows. No Qt, no SQL text, no PDF library in here.

A verb takes a store (and a workroom when it must look inside a file), does one thing a person would
name, and returns Changes or a finished value. Windows and the command line are thin over these.
"""
