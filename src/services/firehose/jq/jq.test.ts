// Queries in JQ: what each construct gives. AWS: the manual of JQ 1.6; the queries of "Create partitioning keys with inline parsing".

import { expect, test } from "vitest";
import { evaluateJq, requireKnown } from "./evaluate.ts";
import { JqError, parseJq, queryKeys } from "./parse.ts";

const INPUT = {
  type: { device: "mobile", event: "User_Clicked" },
  customer_id: "1234567890",
  event_timestamp: 1_565_382_027,
  region: "us-east-1",
  tags: ["a", "b"],
  price: 2.5,
  none: null,
};

test.each([
  [
    '{year: .event_timestamp | strftime("%Y"), month: .event_timestamp| strftime("%m"), id:.customer_id, device: .type.device}',
    { year: "2019", month: "08", id: "1234567890", device: "mobile" },
  ],
  ["{region, upper: (.region|ascii_upcase)}", { region: "us-east-1", upper: "US-EAST-1" }],
  ['.type["event"]', "User_Clicked"],
  [".tags[0]", "a"],
  [".tags[-1]", "b"],
  [".gone.deep", null],
  ['.none // .gone // "default"', "default"],
  [".price * 2 + 1", 6],
  ["-.price - 1", -3.5],
  ['.region | split("-") | .[0] + "/" + .[2]', "us/1"],
  ['if .price > 2 then "much" elif .price > 1 then "some" else "little" end', "much"],
  ['[.tags[] | select(. == "b")] | length', 1],
  ['.tags | map(ascii_upcase) | join(",")', "A,B"],
  [".customer_id | tonumber | . / 10 | floor | tostring", "123456789"],
  [".event_timestamp | todate", "2019-08-09T20:20:27Z"],
  ['"2019-08-09T20:20:27Z" | fromdate', 1_565_382_027],
  ["(.price == 2.5) and (.none | not)", true],
])("%s", (query, result) => {
  const parsed = parseJq(query);
  requireKnown(parsed);
  expect(evaluateJq(parsed, INPUT)).toEqual([result]);
});

test("refuses what it does not understand", () => {
  for (const query of ["{a: .b", ".a | ", "{a: @base64}", '"\\(.a)"', ". ; ."])
    expect(() => parseJq(query)).toThrow(JqError);
  expect(() => requireKnown(parseJq('{a: (.b | test("x"))}'))).toThrow("test/1 is not implemented");
  expect(() => evaluateJq(parseJq(".region.deep"), INPUT)).toThrow(JqError);
  expect(() => queryKeys(parseJq(".region"))).toThrow(JqError);
  expect(queryKeys(parseJq("{a: .b, c}"))).toEqual(["a", "c"]);
});
