import { expect, test } from "vitest";
import { moveAddresses } from "./local-address.ts";

// Goal: whatever names the parent's address leads to the fork, and nothing else changes. Method: all forms of it, and
// texts that only look alike.
test("moves addresses under every name of the machine, and nothing else", () => {
  const move = (text: string): string => moveAddresses(text, "http://127.0.0.1:4566", "http://127.0.0.1:40001");
  expect(move("http://127.0.0.1:4566/111122223333/orders")).toBe("http://127.0.0.1:40001/111122223333/orders");
  expect(move("http://a1.execute-api.localhost:4566")).toBe("http://a1.execute-api.localhost:40001");
  expect(move("localhost:4566,localhost:4566")).toBe("localhost:40001,localhost:40001");
  for (const text of ["localhost:45660", "example.com:4566", "4566", "arn:aws:sqs:us-east-1:4566:orders"])
    expect(move(text)).toBe(text);
});
