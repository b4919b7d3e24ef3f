"""Fuzzing: bad files, addresses and drafts by the hundred thousand, each of which has to come to a verdict.

`make fuzz` runs it. Each of the `targets` is something that reads what strangers send, with a law that says what it
owes them whatever they send. Atheris changes the seeds byte by byte and keeps what leads to code not seen before;
Hypothesis makes up inputs that are nearly right. An input that breaks a law is kept in `fuzz/crashes`. Once its cause
is mended it moves to `fuzz/seeds`, which every run of the tests tries again.
"""
