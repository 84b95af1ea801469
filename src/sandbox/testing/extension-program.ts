// For tests of extensions: programs for /opt/extensions, which call the APIs as any extension does, with Node's own HTTP client.

/** What every program begins with: `call` for the APIs, `register`, and `next`. */
const PRELUDE = `#!${process.execPath}
const http = require("node:http");
const path = require("node:path");
const { env } = process;
function call(method, url, headers = {}, body = "") {
  return new Promise((resolve, reject) => {
    const request = http.request("http://" + env.AWS_LAMBDA_RUNTIME_API + url, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part)).on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) }));
    });
    request.on("error", reject).end(body);
  });
}
const own = path.basename(process.argv[1]);
let id;
async function register(events, headers = {}, name = own) {
  const answer = await call("POST", "/2020-01-01/extension/register", { "Lambda-Extension-Name": name, ...headers }, JSON.stringify({ events }));
  id = answer.headers["lambda-extension-identifier"] ?? id;
  return answer;
}
const withId = (more = {}) => ({ "Lambda-Extension-Identifier": id, ...more });
const next = async () => (await call("GET", "/2020-01-01/extension/event/next", withId())).body;
const fail = (phase, type) => call("POST", "/2020-01-01/extension/" + phase + "/error", withId({ "Lambda-Extension-Function-Error-Type": type }), "{}");
/** A listener for telemetry, which gets each event. */
async function listen(onEvent, answer = () => 200) {
  const server = http.createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part) => (text += part)).on("end", () => {
      const status = answer();
      if (status === 200) for (const event of JSON.parse(text)) onEvent(event, request);
      response.writeHead(status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "0.0.0.0", resolve));
  return server.address().port;
}
const subscribe = (api, body) => call("PUT", api, withId(), JSON.stringify(body));
`;

/** A layer's file with one extension of this name, which runs `code` (in an async function). */
export function extensionProgram(name: string, code: string): Readonly<Record<string, string>> {
  return { [`extensions/${name}`]: `${PRELUDE}\n(async () => {\n${code}\n})();\n` };
}
