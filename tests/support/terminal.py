"""Runs a command with a terminal of a known width for its standard output."""
import fcntl
import os
import struct
import subprocess
import termios
import threading


def run_on_terminal(command, columns, timeout=60, **options):
    """As subprocess.run() with captured output; newlines stay what the command wrote."""
    master, slave = os.openpty()
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    written = []

    def read():
        try:
            while part := os.read(master, 65536):
                written.append(part)
        except OSError:  # the other end is closed
            pass
    reader = threading.Thread(target=read)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=slave, stderr=subprocess.PIPE,
                          **options) as process:
        os.close(slave)
        reader.start()
        try:
            _, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            reader.join()
            os.close(master)
    return subprocess.CompletedProcess(command, process.returncode, b"".join(written), err)
