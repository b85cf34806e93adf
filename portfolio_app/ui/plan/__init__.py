"""Plan: the timeline, off-the-job time, reviews, the learning plan, modules and documents."""
