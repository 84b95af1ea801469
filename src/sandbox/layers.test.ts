// Goal: what layers bring is where AWS's runtimes look for it, and of two layers the last one wins. Method: real sandboxes.

import { afterAll, expect, test } from "vitest";
import { createBench } from "./testing/functions.ts";

const bench = createBench();
const { layer } = bench;
afterAll(bench.stop);

// AWS: "Packaging your layer content": the folders of each runtime.
const nodeModule = (name: string, text: string, major = ""): Record<string, string> => ({
  [`nodejs/${major}node_modules/${name}/package.json`]: `{"name":"${name}","main":"index.js"}`,
  [`nodejs/${major}node_modules/${name}/index.js`]: text,
});

test("Node finds modules of layers by require and by import", async () => {
  const layers = [
    layer({ ...nodeModule("greeting", "exports.greet = () => require('words').hello") }),
    layer({ ...nodeModule("words", "exports.hello = 'hello'"), "data/a.txt": "first" }),
    layer({ ...nodeModule("newer", "module.exports = 22", "node22/") }),
  ];
  const required = await bench.invoke(
    bench.spec(
      { "index.js": "exports.handler = async () => [require('greeting').greet(), require('newer')]" },
      { layers },
    ),
  );
  expect(required.value).toEqual(["hello", 22]);
  const imported = await bench.invoke(
    bench.spec(
      {
        "index.mjs":
          "import { greet } from 'greeting'; import { readFileSync } from 'node:fs'; import newer from 'newer';" +
          "export const handler = async () => [greet(), newer, await import('absent').catch((error) => error.code)]",
      },
      { layers },
    ),
  );
  expect(imported.value).toEqual(["hello", 22, "ERR_MODULE_NOT_FOUND"]);
});

test("files of several layers lie together, and the last layer's wins", async () => {
  // AWS: "Adding layers to functions": the order of the list is the order of merging.
  const layers = [
    layer({ "shared/a.txt": "1", "shared/b.txt": "1", "bin/tool": "#!/bin/sh\necho one" }),
    layer({ "shared/b.txt": "2", "bin/tool": "#!/bin/sh\necho two" }),
  ];
  const source = `const { readFileSync } = require("node:fs");
    const { execFileSync } = require("node:child_process");
    const opt = process.env.PATH.split(":").at(-1).replace(/\\/bin$/, "");
    exports.handler = async () => {
      let written;
      try { require("node:fs").writeFileSync(opt + "/new", ""); written = true } catch (error) { written = false }
      return ["a", "b"].map((name) => readFileSync(opt + "/shared/" + name + ".txt", "utf8"))
        .concat(execFileSync("tool", { encoding: "utf8" }).trim(), written);
    }`;
  const { value } = await bench.invoke(bench.spec({ "index.js": source }, { layers }));
  expect((value as unknown[]).slice(0, 3)).toEqual(["1", "2", "two"]);
  const turned = await bench.invoke(bench.spec({ "index.js": source }, { layers: layers.toReversed() }));
  expect((turned.value as unknown[]).slice(0, 3)).toEqual(["1", "1", "one"]);
});

test("Python finds modules of layers, those of its version first", async () => {
  const layers = [
    layer({ "python/shared.py": "VALUE = 'any'", "python/lib/python3.12/site-packages/own.py": "VALUE = '3.12'" }),
    layer({ "python/lib/python3.12/site-packages/shared.py": "VALUE = 'for 3.12'" }),
  ];
  const code = {
    "app.py": "import own, shared\ndef handler(event, context):\n  return [own.VALUE, shared.VALUE]\n",
  };
  const { value } = await bench.invoke(bench.spec(code, { layers, runtime: "python3.12", handler: "app.handler" }));
  expect(value).toEqual(["3.12", "for 3.12"]);
});

test("a layer may bring the bootstrap of a custom runtime", async () => {
  const bootstrap = `#!/bin/sh
while true; do
  HEADERS=$(mktemp)
  curl -sS -LD "$HEADERS" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next" > /dev/null
  ID=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
  curl -sS -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$ID/response" -d "$(cat $LAMBDA_TASK_ROOT/words.txt)"
done`;
  const { value } = await bench.invoke(
    bench.spec(
      { "words.txt": '"from the code"' },
      { layers: [layer({ bootstrap })], runtime: "provided.al2023", handler: "any" },
    ),
  );
  expect(value).toBe("from the code");
});
