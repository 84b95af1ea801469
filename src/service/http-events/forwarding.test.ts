import { expect, test } from "vitest";
import { forwardingOf } from "./forwarding.ts";

// Goal: backends learn how the client came. Method: the addresses that clients ask for.
test.each([
  ["http://api.shop.test:4566", { proto: "http", port: "4566" }],
  ["http://api.shop.test", { proto: "http", port: "80" }],
  ["https://api.shop.test:4567", { proto: "https", port: "4567" }],
  ["https://api.shop.test", { proto: "https", port: "443" }],
  ["http://[::1]", { proto: "http", port: "80" }],
])("%s", (origin, expected) => {
  expect(forwardingOf({ origin })).toEqual(expected);
});
