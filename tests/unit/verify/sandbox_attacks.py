"""Programs that try to break out of the sandbox, to outlive it, to spoil the next run, or to fake a verdict.

Each prints BREACH where it got what it must not get; what it may have done besides is seen from outside. All
are judged against an expected output that exists only outside, so none may ever be correct.
"""

# ruff: noqa: E501
# fmt: off
import platform
from dataclasses import dataclass

_NUMBERS = {
    "x86_64": "clone 56 vfork 58 execve 59 ptrace 101 socket 41 add_key 248 keyctl 250 perf 298 process_vm_readv 310 "
    "setns 308 bpf 321 userfaultfd 323 memfd 319 io_uring 425 pidfd_open 434 seccomp 317 init_module 175 "
    "name_to_handle 303 shmget 29 tgkill 234 timer_create 222",
    "aarch64": "clone 220 vfork 220 execve 221 ptrace 117 socket 198 add_key 217 keyctl 219 perf 241 "
    "process_vm_readv 270 setns 268 bpf 280 userfaultfd 282 memfd 279 io_uring 425 pidfd_open 434 seccomp 277 "
    "init_module 105 name_to_handle 264 shmget 194 tgkill 131 timer_create 107",
}
_words = _NUMBERS.get(platform.machine(), _NUMBERS["x86_64"]).split()
NUMBERS = dict(zip(_words[::2], _words[1::2], strict=True))
_CTYPES = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def attempt(function, *arguments):
    if function(*arguments) != -1: print("BREACH", function, arguments)
def call(*arguments): attempt(libc.syscall, *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
"""
_TRY = """
import os, sys
def attempt(function, *arguments, **named):
    try: result = function(*arguments, **named)
    except (OSError, RuntimeError, ImportError, ValueError, MemoryError) as error: return error
    print("BREACH", function, arguments, result); return result
"""


@dataclass(frozen=True)
class Target:
    """What an attack aims at, outside."""

    canary: str
    """A file with a secret in it; its folder may not change either."""
    port: int
    """A TCP listener on 127.0.0.1."""
    socket_path: str
    """A listening Unix socket."""
    parent: int
    victim: int
    """A process of the same user."""


@dataclass(frozen=True)
class Attack:
    """One program."""

    name: str
    code: str
    function: str = ""
    """Called without arguments; empty if the program prints."""

    def aimed_at(self, target: Target) -> str:
        """The program's text for one target."""
        code = self.code
        for name, value in vars(target).items():
            code = code.replace(f"<{name}>", str(value))
        for name, value in NUMBERS.items():
            code = code.replace(f"<NR_{name}>", value)
        return code


def _tried(name: str, code: str) -> Attack:
    return Attack(name, _TRY + code)


def _native(name: str, code: str) -> Attack:
    return Attack(name, _CTYPES + code)


_NETWORK = [
    _tried("tcp", "import socket\nattempt(socket.create_connection, ('127.0.0.1', <port>), 1)"),
    _tried("udp", "import socket\nattempt(lambda: socket.socket(2, 2).sendto(b'x', ('127.0.0.1', <port>)))"),
    _tried("unix socket", "import socket\nattempt(lambda: socket.socket(1).connect('<socket_path>'))"),
    _tried("raw socket", "import socket\nattempt(socket.socket, 17, 3, 3)"),
    _tried("netlink", "import socket\nattempt(socket.socket, 16, 3, 0)"),
    _tried("dns", "import socket\nattempt(socket.getaddrinfo, 'example.com', 80)"),
    _tried(
        "http",
        "import urllib.request\nattempt(urllib.request.urlopen, 'http://127.0.0.1:<port>/', timeout=1)",
    ),
    _tried("socket pair", "import socket\nattempt(socket.socketpair)"),
    _tried("listen", "import socket\nattempt(lambda: socket.socket().bind(('', 0)))"),
    _native("socket system call", "call(<NR_socket>, 2, 1, 0)"),
]
_READING = [
    _tried("read the canary", "print(attempt(lambda: open('<canary>').read()))"),
    _tried("read /etc/passwd", "print(attempt(lambda: open('/etc/passwd').read()))"),
    _tried("read /etc/shadow", "print(attempt(lambda: open('/etc/shadow').read()))"),
    _tried(
        "list secrets",
        "for p in ('/root/.ssh', '/home', '/etc', '/var', '/proc', '/run', '/dev', '/sys'):\n"
        "    attempt(os.listdir, p)",
    ),
    _tried(
        "environment of others",
        "for p in (1, <parent>, <victim>, 'self', os.getppid()):\n"
        "    print(attempt(lambda: open(f'/proc/{p}/environ').read()))",
    ),
    _tried(
        "memory of others",
        "for p in (1, <parent>, <victim>, 'self', os.getppid()):\n"
        "    for n in ('mem', 'maps', 'cmdline', 'fd/3'): attempt(lambda: open(f'/proc/{p}/{n}', 'rb').read(1))",
    ),
    _tried(
        "devices",
        "for p in ('/dev/mem', '/dev/kmsg', '/dev/sda', '/dev/vda', '/dev/tty', '/dev/ptmx', '/dev/fuse'):\n"
        "    attempt(open, p, 'rb')",
    ),
    _tried("path with ..", "print(attempt(lambda: open('/../../../../../<canary>').read()))"),
    _native("open by handle", "call(<NR_name_to_handle>, -100, b'/', ctypes.create_string_buffer(64), 0, 0)"),
    Attack("environment", "import os\nprint(os.environ, os.getenv('SANDBOX_SECRET'), os.environb)"),
]
_WRITING = [
    _tried("overwrite the canary", "attempt(lambda: open('<canary>', 'w').write('x'))"),
    _tried("append to the canary", "attempt(os.open, '<canary>', os.O_RDWR | os.O_APPEND)"),
    _tried("truncate", "attempt(os.truncate, '<canary>', 0)"),
    _tried(
        "remove and rename",
        "attempt(os.unlink, '<canary>')\nattempt(os.rename, '<canary>', '<canary>2')\nattempt(os.rmdir, '/tmp')",
    ),
    _tried(
        "new files",
        "for p in ('.', '/tmp', '/dev/shm', '/var/tmp', '/', '/sandbox', os.path.dirname(os.__file__)):\n"
        "    attempt(open, p + '/made', 'w'); attempt(os.mkdir, p + '/made.d')",
    ),
    _tried(
        "links",
        "attempt(os.symlink, '<canary>', '<canary>.link')\nattempt(os.link, '<canary>', '<canary>.hard')\n"
        "attempt(os.symlink, '<canary>', '/tmp/link')",
    ),
    _tried(
        "modes and owners",
        "attempt(os.chmod, '<canary>', 0o777)\nattempt(os.chown, '<canary>', 1, 1)\n"
        "attempt(os.utime, '<canary>')\nattempt(os.setxattr, '<canary>', 'user.a', b'x')",
    ),
    _tried("pipes and nodes", "attempt(os.mkfifo, '/tmp/pipe')\nattempt(os.mknod, '/tmp/node')"),
    _tried("memory file", "attempt(os.memfd_create, 'x')"),
    _tried("temporary file", "import tempfile\nattempt(tempfile.TemporaryFile)\nattempt(tempfile.mkdtemp)"),
    _tried(
        "shared memory",
        "from multiprocessing import shared_memory\nattempt(shared_memory.SharedMemory, create=True, size=9)",
    ),
    _native("System V memory", "call(<NR_shmget>, 0, 4096, 0o1600)"),
    _tried("write to stdin", "attempt(os.write, 0, b'x')\nattempt(os.ftruncate, 0, 10)"),
]
_RUNNING = [
    _tried("exec", "attempt(os.execv, '/bin/sh', ['sh', '-c', 'touch <canary>.x'])"),
    Attack(
        "system",
        "import os\nif os.system('touch <canary>.x; echo BREACH') == 0: print('BREACH')",
    ),
    _tried("subprocess", "import subprocess\nattempt(subprocess.run, ['/bin/sh', '-c', 'touch <canary>.x'])"),
    _tried("spawn", "attempt(os.posix_spawn, sys.executable, [sys.executable, '-c', 'print(1)'], {})"),
    _tried("popen", "attempt(os.popen, 'echo BREACH')"),
    _tried("fork", "attempt(os.fork)"),
    Attack(
        "fork bomb",
        "import os\nwhile True:\n    try: os.fork(); print('BREACH', flush=True)\n    except OSError: pass",
    ),
    _tried("multiprocessing", "import multiprocessing as m\nattempt(m.Process(target=print).start)"),
    Attack(
        "thread bomb",
        "import threading, time\nn = 0\nfor _ in range(500):\n"
        "    try: threading.Thread(target=time.sleep, args=(99,), daemon=True).start(); n += 1\n"
        "    except RuntimeError: pass\nif n > 16: print('BREACH', n)",
    ),
    _native(
        "clone system calls",
        "for flags in (17, 0x50f00, 0x10000011, 0x20000011): call(<NR_clone>, flags, 0, 0, 0, 0)\n"
        "call(435, ctypes.create_string_buffer(64), 64)\nif os.uname().machine == 'x86_64': call(57)",
    ),
    _native("exec system call", "call(<NR_execve>, b'/bin/sh', 0, 0)\ncall(322, -100, b'/bin/sh', 0, 0, 0)"),
    _native(
        "executable memory",
        "import mmap\nfor p in (7, 4, 5):\n    try: mmap.mmap(-1, 4096, prot=p); print('BREACH', p)\n"
        "    except OSError: pass\n"
        "b = ctypes.create_string_buffer(8192)\nattempt(libc.mprotect, ctypes.c_void_p((ctypes.addressof(b) + 4095) & ~4095), 4096, 7)",
    ),
]
_SIGNALS = [
    _tried("kill all", "attempt(os.kill, -1, 9)\nattempt(os.killpg, 0, 9)\nattempt(os.kill, 0, 9)"),
    _tried(
        "kill the parents",
        "for p in (1, 2, os.getppid(), <parent>, <victim>):\n    attempt(os.kill, p, 9)\n    attempt(os.kill, p, 19)",
    ),
    _native("kill by handle", "call(<NR_pidfd_open>, <victim>, 0)\ncall(<NR_tgkill>, <victim>, <victim>, 9)"),
    _tried("owner of a descriptor", "import fcntl\nattempt(fcntl.fcntl, 1, fcntl.F_SETOWN, <victim>)"),
    _native(
        "pretend to be unlocked",
        "attempt(libc.raise_, 10) if hasattr(libc, 'raise_') else None\n"
        "attempt(libc.kill, os.getpid(), 10)\ncall(<NR_timer_create>, 0, ctypes.create_string_buffer(64), ctypes.create_string_buffer(8))",
    ),
    Attack(
        "ignore every signal",
        "import signal\nfor s in signal.valid_signals():\n    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except OSError: pass\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\nwhile True: pass",
    ),
]
_KERNEL = [
    _native(
        "ptrace",
        "call(<NR_ptrace>, 0, 0, 0, 0)\ncall(<NR_ptrace>, 16, <victim>, 0, 0)\ncall(<NR_ptrace>, 16, os.getppid(), 0, 0)",
    ),
    _native(
        "process_vm_readv",
        "b = ctypes.create_string_buffer(64)\nfor p in (os.getppid(), <parent>, 1): call(<NR_process_vm_readv>, p, b, 1, b, 1, 0)",
    ),
    _native("mount", "attempt(libc.mount, b'none', b'/tmp', b'tmpfs', 0, 0)\nattempt(libc.umount2, b'/', 2)"),
    _tried("chroot", "attempt(os.chroot, '/tmp')\nattempt(os.chroot, '/')"),
    _native(
        "namespaces",
        "for f in (0x10000000, 0x20000, 0x40000000, 0x20000000): attempt(libc.unshare, f)\ncall(<NR_setns>, 0, 0)",
    ),
    _native("io_uring", "call(<NR_io_uring>, 8, ctypes.create_string_buffer(256))"),
    _native("bpf", "call(<NR_bpf>, 0, ctypes.create_string_buffer(256), 120)"),
    _native("keys", "call(<NR_add_key>, b'user', b'x', b'y', 1, -2)\ncall(<NR_keyctl>, 0, -3, 1)"),
    _native("perf", "call(<NR_perf>, ctypes.create_string_buffer(128), 0, -1, -1, 0)"),
    _native("userfaultfd", "call(<NR_userfaultfd>, 1)"),
    _native("kernel module", "call(<NR_init_module>, b'', 0, b'')"),
    _native(
        "another filter",
        "call(<NR_seccomp>, 0, 0, 0)\ncall(<NR_seccomp>, 1, 8, ctypes.create_string_buffer(16))",
    ),
    _native(
        "process attributes",
        "for o, v in ((4, 1), (22, 1), (1, 9), (8, 1), (15, b'x'), (36, 1)): attempt(libc.prctl, o, v, 0, 0, 0)",
    ),
    _tried(
        "users and capabilities",
        "for f in (os.setuid, os.setgid, os.seteuid): attempt(f, 0)\nattempt(os.setgroups, [0])\nattempt(os.setsid)",
    ),
    _tried(
        "raise the limits",
        "import resource as r\nfor n in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NPROC, r.RLIMIT_NOFILE):\n"
        "    attempt(r.setrlimit, n, (10**6, 10**6)); attempt(r.prlimit, <victim>, n, (1, 1))",
    ),
    _native(
        "host",
        "attempt(libc.sethostname, b'x', 1)\nattempt(libc.reboot, 0)\nattempt(libc.clock_settime, 0, ctypes.create_string_buffer(16))\nattempt(libc.nice, -5)",
    ),
]
_RESOURCES = [
    Attack("10 GB at once", "x = bytearray(10**10)\nprint('BREACH')"),
    Attack("list bomb", "x = [0]\nwhile True: x = x + x"),
    Attack("string bomb that goes on", "x = []\nwhile True:\n    try: x.append('a' * 10**7)\n    except MemoryError: pass"),
    Attack("10 GB of mappings", "import mmap\nx = []\nfor _ in range(10): x.append(mmap.mmap(-1, 10**9))\nprint('BREACH')"),
    Attack("infinite loop", "while True: pass"),
    Attack("sleep", "import time\ntime.sleep(1000)"),
    Attack("wait for nothing", "import select\nselect.select([], [], [])"),
    Attack("loop in C", "sum(iter(int, 1))"),
    Attack("catastrophic expression", "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')"),
    Attack("tower of powers", "print(9 ** 9 ** 9)"),
    Attack("huge integer to text", "import sys\nsys.set_int_max_str_digits(0)\nprint(len(str(7 ** 10**8)))"),
    Attack("output flood", "import os\nb = b'x' * 2**20\nfor _ in range(1024): os.write(1, b)"),
    Attack("error flood", "import os\nb = b'x' * 2**20\nfor _ in range(1024): os.write(2, b)"),
    Attack("value flood", "def f(): return 'x' * 10**8", "f"),
    Attack("descriptors", "import os\nn = 0\ntry:\n    while True: os.dup(0); n += 1\nexcept OSError: pass\nif n > 99: print('BREACH')"),
    Attack("deep recursion", "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()"),
    Attack("recursion in C", "x = []\nfor _ in range(10**5): x = [x]\nimport sys; sys.setrecursionlimit(10**9)\nrepr(x)"),
    Attack("segmentation fault", "import ctypes\nctypes.string_at(0)"),
    Attack("nested brackets", "(" * 100_000),
    Attack("locked exit", "import atexit, time\natexit.register(time.sleep, 1000)\nraise SystemExit(0)"),
    Attack("destructor that hangs", "class A:\n    def __del__(self):\n        while True: pass\na = A()\ndel a"),
]
_STATE = [
    Attack("patched builtins", "import builtins\nbuiltins.print = builtins.input = builtins.len = lambda *a: 'BREACH'\nbuiltins.str = None"),
    Attack("patched json", "import json, sys, os\njson.dumps = json.loads = lambda *a, **k: 'BREACH'\nsys.modules['math'] = json\nos._exit(0)"),
    Attack("patched interpreter", "import sys, io, types, random\nsys.stdout.__class__.write = None\n"),
    Attack("patched types", "import ctypes, gc\nd = gc.get_referents(int.__dict__)[0]\nd['__eq__'] = lambda a, b: True\nd['__add__'] = lambda a, b: 666\nctypes.pythonapi.PyType_Modified(ctypes.py_object(int))"),
    Attack("small integers", "import ctypes\nctypes.memset(id(7) + 24, 9, 4)\nprint(3 + 4)"),
    Attack("atexit for the next", "import atexit, os\natexit.register(os.write, 1, b'BREACH'[:0])\natexit.register(print, 'later')"),
    Attack("standard input of the next", "import sys, os\nos.lseek(0, 0, 0); print(sys.stdin.read(), os.read(0, 99), os.pread(0, 99, 0))"),
    Attack("closed outputs", "import os, sys\nfor n in range(64):\n    try: os.close(n)\n    except OSError: pass"),
    Attack("replaced outputs", "import sys\nsys.stdout = sys.stderr = sys.stdin = None\ndel sys.modules['sys']"),
]
_FAKES = [
    Attack("os._exit(0)", "import os\nos._exit(0)"),
    Attack("sys.exit(0)", "import sys\nsys.exit(0)"),
    Attack("exit before the value", "import os\ndef f(): os._exit(0)", "f"),
    Attack("equal to all", "class A:\n    def __eq__(self, other): return True\n    def __str__(self): return ''\ndef f(): return A()", "f"),
    Attack("equal text", "class S(str):\n    def __eq__(self, other): return True\n    __hash__ = str.__hash__\ndef f(): return S('x')", "f"),
    Attack("fake report", "import os, json\nb = json.dumps({'status': 0, 'cpu_seconds': 0, 'max_memory_bytes': 0}).encode()\n"
           "for n in range(256):\n    for m in (b, b'started', b'4242'[:0], b'\\0' * 64):\n        try: os.write(n, m)\n        except OSError: pass"),
    Attack("fake report by socket", "import socket\nfor n in range(256):\n    try: s = socket.socket(fileno=n); s.send(b'{}'); print('BREACH', n)\n    except OSError: pass"),
    Attack("open descriptors", "import os\nopen_ones = []\nfor n in range(4096):\n    try: os.fstat(n); open_ones.append(n)\n    except OSError: pass\nif open_ones != [0, 1, 2]: print('BREACH', open_ones)"),
    Attack("walk the objects", "import gc\nfound = [o for o in gc.get_objects() if isinstance(o, (str, list, dict, tuple)) and '73' + '15' in repr(o)[:10**5]]\nprint(len(found))"),
    Attack("walk the frames", "import sys\nf = sys._getframe()\nwhile f: print(list(f.f_locals)); f = f.f_back"),
    Attack("search the memory", "import ctypes, gc\nprint([s for s in gc.get_objects() if type(s) is dict and 'expected' in s][:3])"),
    Attack("value into every descriptor", "import os\ndef f():\n    for n in range(64):\n        try: os.write(n, b'true')\n        except OSError: pass\n    return 1", "f"),
    Attack("pickled lambda", "import pickle\npickle.dumps(lambda: 0)"),
    Attack("value that is no JSON", "def f(): return {1, 2}", "f"),
    Attack("value nested too deeply", "import os\ndef f():\n    os.write(3, b'[' * 30000 + b']' * 30000); os._exit(0)", "f"),
    Attack("value with a huge number", "import os\ndef f():\n    os.write(3, b'9' * 50000); os._exit(0)", "f"),
    Attack("no Python", "this is no Python"),
    Attack("NUL bytes", "print(1)\0"),
    Attack("surrogates", "print('\ud800')"),
    Attack("nothing", ""),
]

ATTACKS = _NETWORK + _READING + _WRITING + _RUNNING + _SIGNALS + _KERNEL + _RESOURCES + _STATE + _FAKES
"""All programs; names are unique."""
