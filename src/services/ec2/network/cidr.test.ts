// Goal: blocks are read, written and compared right. Method: properties over drawn blocks of both versions, and known examples.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  contains,
  formatAddress,
  formatCidr,
  holds,
  overlaps,
  parseAddress,
  parseCidr,
  sizeOf,
  type Cidr,
} from "./cidr.ts";
import { freeCount, isUsable, takeFree } from "./host-addresses.ts";
import { isAllowedBeside, isAllowedSize } from "./vpc-ranges.ts";

const block = (text: string): Cidr => {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`No block: ${text}`);
  return parsed;
};

const address4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
const address6 = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
const blocks = fc.oneof(
  fc
    .tuple(address4, fc.integer({ min: 0, max: 32 }))
    .map(([value, prefix]) => block(`${formatAddress(4, value)}/${prefix}`)),
  fc
    .tuple(address6, fc.integer({ min: 0, max: 128 }))
    .map(([value, prefix]) => block(`${formatAddress(6, value)}/${prefix}`)),
);

test("addresses and blocks are written as they are read", () => {
  fc.assert(fc.property(address4, (value) => parseAddress(formatAddress(4, value)) === value));
  fc.assert(fc.property(address6, (value) => parseAddress(formatAddress(6, value)) === value));
  fc.assert(
    fc.property(blocks, (one) => {
      expect(parseCidr(formatCidr(one))).toEqual(one);
    }),
  );
  // RFC 5952, section 4.
  const forms: readonly (readonly [string, string])[] = [
    ["2001:0db8:0:0:0:0:2:1", "2001:db8::2:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["1:0:0:0:0:0:0:0", "1::"],
  ];
  for (const [long, short] of forms) expect(formatAddress(6, parseAddress(long) ?? -1n)).toBe(short);
});

test("what is no block is none", () => {
  for (const text of [
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.0/33",
    "10.0.0.256/8",
    "10.0.0.0/",
    "/16",
    "1::2::3/64",
    "x/8",
    "01.0.0.0/8",
  ])
    expect(parseCidr(text)).toBeUndefined();
  expect(formatCidr(block("100.68.0.18/18"))).toBe("100.68.0.0/18");
});

test("one block holds another or they share nothing", () => {
  fc.assert(
    fc.property(blocks, blocks, (one, other) => {
      expect(overlaps(one, other)).toBe(overlaps(other, one));
      expect(overlaps(one, other)).toBe(contains(one, other) || contains(other, one));
      if (contains(one, other)) expect(sizeOf(one) >= sizeOf(other)).toBe(true);
      if (one.version !== other.version) expect(overlaps(one, other)).toBe(false);
      else expect(overlaps(one, other)).toBe(holds(one, other.first) || holds(other, one.first));
    }),
  );
});

// AWS: "Subnet CIDR blocks": "in a subnet with CIDR block 10.0.0.0/24" .0 to .3 and .255 are reserved.
test("a subnet gives each of its addresses once, and never the reserved ones", () => {
  const subnet = block("10.0.0.0/28");
  expect(freeCount(subnet, 0)).toBe(11);
  const all = takeFree(subnet, new Set(), 11)?.map((value) => formatAddress(4, value));
  expect(all).toEqual(Array.from({ length: 11 }, (_, at) => `10.0.0.${at + 4}`));
  expect(takeFree(subnet, new Set(), 12)).toBeUndefined();
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 4, max: 14 })), fc.integer({ min: 0, max: 11 }), (taken, count) => {
      const used = new Set(taken.map((last) => subnet.first + BigInt(last)));
      const got = takeFree(subnet, used, count);
      expect(got === undefined).toBe(count > freeCount(subnet, used.size));
      for (const address of got ?? []) expect(isUsable(subnet, address) && !used.has(address)).toBe(true);
      expect(new Set(got).size).toBe(got?.length ?? 0);
    }),
  );
});

// AWS: "IPv4 CIDR block association restrictions".
test("a VPC gets more blocks by the table of what goes together", () => {
  const table: readonly (readonly [primary: string, more: string, isAllowed: boolean])[] = [
    ["10.0.0.0/16", "10.1.0.0/16", true],
    ["10.0.0.0/16", "100.64.0.0/16", true],
    ["10.0.0.0/16", "172.16.0.0/16", false],
    ["10.0.0.0/16", "192.168.0.0/16", false],
    ["10.0.0.0/16", "198.19.0.0/16", false],
    ["172.31.0.0/16", "172.16.0.0/16", true],
    ["172.31.0.0/16", "10.0.0.0/16", false],
    ["192.168.0.0/16", "203.0.113.0/24", true],
    ["198.19.0.0/16", "10.0.0.0/16", false],
    ["100.64.0.0/16", "10.0.0.0/16", false],
    ["203.0.113.0/24", "100.64.0.0/16", true],
  ];
  for (const [primary, more, isAllowed] of table)
    expect([primary, more, isAllowedBeside(block(primary), block(more))]).toEqual([primary, more, isAllowed]);
  expect(
    ["10.0.0.0/15", "10.0.0.0/16", "10.0.0.0/28", "10.0.0.0/29"].map((text) => isAllowedSize(block(text))),
  ).toEqual([false, true, true, false]);
});
