"""What a small host offers: HTTP/1.0, a process for each request, and an end after each event."""

import http.server
import os
import subprocess

EVENTS = 6
SCRIPT = """
n=$((${HTTP_LAST_EVENT_ID:-0} + 1))
[ "$n" -gt "$EVENTS" ] && { printf 'retry: 500\\n: nothing new\\n\\n'; exit; }
kind=odd; [ $((n % 2)) = 0 ] && kind=even
printf 'retry: 500\\n: by a script\\nid: %s\\nevent: %s\\ndata: {"title":"Number %s"}\\n\\n' "$n" "$kind" "$n"
"""


class Script(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        environment = {"PATH": os.environ["PATH"], "EVENTS": str(EVENTS)}
        if "Last-Event-ID" in self.headers:
            environment["HTTP_LAST_EVENT_ID"] = self.headers["Last-Event-ID"]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(subprocess.run(["sh", "-c", SCRIPT], env=environment, capture_output=True).stdout)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Script)
print(server.server_address[1], flush=True)
server.serve_forever()
