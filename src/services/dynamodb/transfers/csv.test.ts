// Goal: rows are read as RFC 4180 and AWS's page on import formats have them, wherever the text is cut into pieces.

import fc from "fast-check";
import { expect, test } from "vitest";
import { readRows } from "./csv.ts";

async function* pieces(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function rows(texts: readonly string[], delimiter = ","): Promise<readonly (readonly string[])[]> {
  const all: (readonly string[])[] = [];
  for await (const row of readRows(pieces(texts), delimiter)) all.push(row);
  return all;
}

test("rows end with lines, fields with delimiters, and the last line needs no end", async () => {
  expect(await rows(["\uFEFFa,b\r\n1,\n\n,2"])).toEqual([
    ["a", "b"],
    ["1", ""],
    ["", "2"],
  ]);
  expect(await rows(["a;b\n"], ";")).toEqual([["a", "b"]]);
});

test("quoted fields hold delimiters, line ends and doubled quotes", async () => {
  // AWS: Developer Guide, "Amazon S3 import formats for DynamoDB", "Escaping double quotes".
  expect(await rows(['id,"value ""123"" here","two\nlines, one field"\r\n'])).toEqual([
    ["id", 'value "123" here', "two\nlines, one field"],
  ]);
});

test("quotes that are not escaped are refused", async () => {
  for (const text of ['id,value "123",x', '"a"b', 'a,"open'])
    await expect(rows([text])).rejects.toMatchObject({ name: "CsvError" });
});

test("what is written is read back, wherever it is cut", async () => {
  const field = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", " ", "ü"), maxLength: 4 });
  // A row of one empty field is an empty line, which is none.
  const row = fc.array(field, { minLength: 2, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 4 }), fc.array(fc.nat(40), { maxLength: 3 }), async (written, cuts) => {
      const text = written
        .map((fields) => `${fields.map((each) => `"${each.replaceAll('"', '""')}"`).join(",")}\n`)
        .join("");
      const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
      const cut = places.slice(1).map((place, position) => text.slice(places[position], place));
      expect(await rows(cut)).toEqual(written);
    }),
  );
});
