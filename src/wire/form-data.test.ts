// Forms: every way of cutting the stream gives the same fields and the same file.

import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FormDataError, formBoundary, readFormData } from "./form-data.ts";

const BOUNDARY = "----x9";

function part(head: string, value: Buffer | string): Buffer {
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(value),
    Buffer.from("\r\n"),
  ]);
}

const END = Buffer.from(`--${BOUNDARY}--\r\n`);

function cut(bytes: Buffer, size: number): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  return Readable.from(pieces, { objectMode: false });
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test("fields and file come out whatever the pieces in which the form comes", async () => {
  // Goal: no dependence on chunk borders. Random contents, full of parts of the delimiter, cut at every size.
  const content = fc
    .array(fc.constantFrom("\r\n", "--", "----x", "9", "a", "\r", "\n", "\r\n----", "é"))
    .map((parts) => parts.join(""))
    .filter((text) => !text.includes(`\r\n--${BOUNDARY}`));
  await fc.assert(
    fc.asyncProperty(content, content, fc.integer({ min: 1, max: 40 }), async (value, file, size) => {
      const form = Buffer.concat([part('name="key"', value), part('name="file"; filename="a.txt"', file), END]);
      const read = await readFormData(cut(form, size), BOUNDARY, "file", 20_480);
      expect(read.fields).toEqual([{ name: "key", value }]);
      expect(read.file?.fileName).toBe("a.txt");
      expect((await bytesOf(read.file?.content ?? Readable.from([]))).toString()).toBe(file);
    }),
    { numRuns: 300 },
  );
});

test("what comes after the file is ignored, and a form without a file has none", async () => {
  // Goal: the two ends of a form. Put a field behind the file; leave the file out.
  const late = Buffer.concat([part('name="file"', "x"), part('name="key"', "late"), END]);
  const read = await readFormData(cut(late, 1000), BOUNDARY, "file", 20_480);
  expect(read.fields).toEqual([]);
  expect(read.file?.fileName).toBeUndefined();
  expect((await bytesOf(read.file?.content ?? Readable.from([]))).toString()).toBe("x");
  const none = await readFormData(cut(Buffer.concat([part('name="a"', "b"), END]), 7), BOUNDARY, "file", 20_480);
  expect(none).toEqual({ fields: [{ name: "a", value: "b" }], file: undefined });
});

test("fields that are too large and forms that break off are refused", async () => {
  // Goal: bounded memory and no half files. A field above the limit; a body that is no form; a file without its end.
  const large = Buffer.concat([part('name="a"', Buffer.alloc(30_000, "x")), END]);
  await expect(readFormData(cut(large, 4096), BOUNDARY, "file", 20_480)).rejects.toMatchObject({ reason: "too-large" });
  await expect(readFormData(cut(Buffer.from("no form"), 3), BOUNDARY, "file", 20_480)).rejects.toMatchObject({
    reason: "malformed",
  });
  const open = part('name="file"', "half").subarray(0, -2);
  const { file } = await readFormData(cut(open, 5), BOUNDARY, "file", 20_480);
  await expect(bytesOf(file?.content ?? Readable.from([]))).rejects.toThrow(FormDataError);
});

test("the boundary is read with and without quotation marks", () => {
  // Goal: RFC 2046's two forms. Read both, and what is no form.
  expect(formBoundary("multipart/form-data; boundary=abc")).toBe("abc");
  expect(formBoundary('multipart/form-data; charset=utf-8; boundary="a b"')).toBe("a b");
  expect(formBoundary("multipart/form-data")).toBeUndefined();
  expect(formBoundary("text/html; boundary=abc")).toBeUndefined();
});
