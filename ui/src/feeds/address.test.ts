import { expect, test } from "vitest";

import { addressProblem, hostOf } from "./address";

test.each(["https://example.org/s", " http://127.0.0.1:8080/x ", "example.org/stream", "localhost:8080/events", "HTTPS://EXAMPLE.ORG"])(
  "%j is left to the core",
  (address) => expect(addressProblem(address)).toBeNull(),
);

test.each(["", "   ", "two words", "file:///etc/passwd", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "ntfy://host/topic"])(
  "%j is refused in words",
  (address) => expect(addressProblem(address)).toMatch(/\S/),
);

test("the host is named, or what was typed", () => {
  expect(hostOf("https://example.org:8443/s")).toBe("example.org:8443");
  expect(hostOf("example.org/s")).toBe("example.org/s");
});
