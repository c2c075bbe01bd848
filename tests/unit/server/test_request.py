"""What a page's process is told about its request."""

import json
import threading

from websockets.sync.server import serve

from datacycle.dashboards.request import RequestInfo, read_request, request_info


class TestRequestInfo:
    def test_the_environment_tells_an_ordinary_or_forked_process(self, monkeypatch):
        monkeypatch.delenv("VOILA_PREHEAT", raising=False)
        monkeypatch.setenv("HTTP_X_DC_USER", "p-ana")
        monkeypatch.setenv("QUERY_STRING", "cycle=c-1&name=a%20b&cycle=c-2")

        assert request_info() == RequestInfo("p-ana", {"cycle": "c-2", "name": "a b"})

    def test_outside_of_the_server_nobody_asked(self, monkeypatch):
        for name in ("VOILA_PREHEAT", "HTTP_X_DC_USER", "QUERY_STRING"):
            monkeypatch.delenv(name, raising=False)

        assert request_info() == RequestInfo(None, {})

    def test_the_query_never_says_who_asks(self):
        told = {"QUERY_STRING": "HTTP_X_DC_USER=p-ben&person=p-ben"}

        assert read_request(told).person_id is None

    def test_a_process_started_ahead_waits_for_the_question(self, monkeypatch):
        asked = []

        def answer(line):
            asked.append(line.request.path)
            line.send(json.dumps({"HTTP_X_DC_USER": "p-ana", "QUERY_STRING": "dive=d-1"}))

        with serve(answer, "127.0.0.1", 0) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            monkeypatch.setenv("VOILA_PREHEAT", "True")
            monkeypatch.setenv("VOILA_APP_PORT", str(server.socket.getsockname()[1]))
            monkeypatch.setenv("VOILA_SERVER_URL", "/")
            monkeypatch.setenv("VOILA_KERNEL_ID", "k-1")
            monkeypatch.setenv("HTTP_X_DC_USER", "p-other")

            info = request_info(seconds=5)
            server.shutdown()

        assert info == RequestInfo("p-ana", {"dive": "d-1"})
        assert asked == ["/voila/query/k-1"]
