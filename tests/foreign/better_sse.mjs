// A hub with better-sse: 10 events to a connection, then an end that is not in good order; with Last-Event-ID it goes on behind that.
import { createRequire } from "node:module";
import http from "node:http";

const { createSession } = createRequire(process.argv[2])("better-sse");
const EVENTS = 30;
const EACH = 10;

const server = http.createServer(async (request, response) => {
	const session = await createSession(request, response, { retry: 500, keepAlive: 50 });
	const last = Number(session.lastId) || 0;
	for (let n = last + 1; n <= Math.min(last + EACH, EVENTS); n += 1) {
		session.push({ title: `Number ${n}`, text: "Grüße\n日本" }, n % 2 ? "odd" : "even", String(n));
	}
	// Comments keep it open for a moment, and then the connection breaks.
	if (last + EACH < EVENTS) setTimeout(() => response.destroy(), 300);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
