// npm's eventsource: opens so many streams, and counts. Arguments: its module, the address, events in all, connections.
import { createRequire } from "node:module";

const [module, url, wanted, connections] = process.argv.slice(2);
const { EventSource } = createRequire(module)("eventsource");
let opened = 0;
let counted = 0;
const say = (word) => process.stdout.write(`${word}\n`);
for (let n = 0; n < Number(connections); n += 1) {
	const source = new EventSource(url);
	source.addEventListener("hello", () => {
		opened += 1;
		if (opened === Number(connections)) say("ready");
	});
	source.addEventListener("news", () => {
		counted += 1;
		if (counted === Number(wanted)) say("done");
	});
}
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
