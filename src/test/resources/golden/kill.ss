ESTAB 0      0      127.0.0.3:42231 127.0.0.1:35367 ino:76043 sk:1147 fwmark:0x7 cgroup:/ <->
