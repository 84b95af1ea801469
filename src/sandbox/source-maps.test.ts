// Stack traces of bundled functions: as Node has them, and with the lines of the sources where the function asks for it.

import { buildSync } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { createBench } from "./testing/functions.ts";

const bench = createBench();
afterAll(() => bench.stop());

const SOURCE = `interface Order { readonly id: string }

// Lines which the bundle does not have.
type Unused = never;

export const handler = async (order: Order): Promise<void> => {
  throw new Error("No order " + order.id);
};
`;

/** The source bundled as esbuild does it for the node platform. */
function bundle(sourcemap: "inline" | "linked", format: "cjs" | "esm"): Record<string, string> {
  const extension = format === "cjs" ? "cjs" : "mjs";
  const { outputFiles } = buildSync({
    stdin: { contents: SOURCE, sourcefile: "handler.ts", loader: "ts", resolveDir: "/" },
    outfile: `/app/index.${extension}`,
    absWorkingDir: "/app",
    bundle: true,
    write: false,
    platform: "node",
    format,
    sourcemap,
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice("/app/".length), text]));
}

async function traceOf(files: Record<string, string>, environment: Record<string, string>): Promise<string> {
  const { value, tail } = await bench.invoke(bench.spec(files, { environment }), { id: "7" });
  const { trace = [] } = value as { trace?: string[] };
  expect(trace[0]).toBe("Error: No order 7");
  // The log has the same lines as the answer.
  expect(tail).toContain(trace[1]?.trim());
  return trace[1] ?? "";
}

// AWS: "Define Lambda function handlers in TypeScript": "enable source maps … NODE_OPTIONS to --enable-source-maps".
test.each([
  ["inline", "cjs"],
  ["linked", "cjs"],
  ["inline", "esm"],
  ["linked", "esm"],
] as const)("finds the sources' lines by %s maps of %s bundles", async (sourcemap, format) => {
  const files = bundle(sourcemap, format);
  expect(Object.keys(files).length).toBe(sourcemap === "linked" ? 2 : 1);
  expect(await traceOf(files, { NODE_OPTIONS: "--enable-source-maps" })).toMatch(/handler\.ts:7:9\)?$/);
});

test("finds them beside other options of Node", async () => {
  const environment = { NODE_OPTIONS: "--enable-source-maps --stack-trace-limit=3" };
  expect(await traceOf(bundle("inline", "cjs"), environment)).toMatch(/handler\.ts:7:9\)?$/);
});

test("leaves traces as they are where the function does not ask, as on AWS", async () => {
  expect(await traceOf(bundle("linked", "cjs"), {})).toMatch(/index\.cjs:\d+:\d+\)?$/);
});
