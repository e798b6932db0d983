LISTEN 1      5      *:43543 *:* ino:61612326 sk:2274 cgroup:/ v6only:0 <->
