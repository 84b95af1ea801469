// The system's test: a user pays for a course, becomes enrolled, reads a material, and makes progress. Run after each release, with
// the outputs of the units as environment variables. It makes data of its own and leaves what others made alone.

import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as pause } from "node:timers/promises";

const api = (unit) => process.env[`STACKYARD_OUTPUT_${unit}_${unit}_API_URL`];
const run = `check-${process.env.STACKYARD_ENVIRONMENT ?? "local"}-${Date.now()}`;
const user = `users/${run}`;
const order = { userId: run, email: `${run}@example.com`, courseId: run, cardNumber: "4242424242424242" };

await expect("PUT", `${api("COURSE")}/courses/${run}`, 200, { title: "Checking", priceCents: 100 });
await expect("PUT", `${api("CONTENT")}/courses/${run}/materials/first`, 202, "Begin at the beginning.");
// What arrives by events is asked for until it is there.
await expect("PUT", `${api("PAYMENT")}/payments/${run}`, 201, order);
await expect("GET", `${api("USER")}/${user}/enrolments`, (answer) => answer.body.includes('"ACTIVE"'));
await expect("GET", `${api("CONTENT")}/${user}/courses/${run}/materials/first`, 200);
await expect("PUT", `${api("PROGRESS")}/${user}/courses/${run}/finished/first`, 200);
console.log(`${run} was paid for, read and finished.`);

/** Calls until the answer is as wanted: a status, or a condition. Ends the process after ten seconds. */
async function expect(method, url, wanted, body) {
  const isWanted = typeof wanted === "number" ? ({ status }) => status === wanted : wanted;
  const endsAt = performance.now() + 10_000;
  for (;;) {
    const answer = await call(method, url, body);
    if (isWanted(answer)) return;
    if (performance.now() > endsAt) {
      console.error(`${method} ${url}: ${answer.status} ${answer.body}`);
      process.exit(1);
    }
    await pause(50);
  }
}

function call(method, url, body) {
  const { hostname, protocol } = new URL(url);
  // Names below localhost are this machine, which not every system knows.
  const lookup = hostname.endsWith(".localhost") ? { lookup: toThisMachine } : {};
  const headers =
    body === undefined ? {} : { "content-type": typeof body === "string" ? "text/plain" : "application/json" };
  return new Promise((resolve, reject) => {
    const request = protocol === "https:" ? requestHttps : requestHttp;
    const sent = request(url, { method, headers, ...lookup }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.once("end", () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    });
    sent.once("error", reject);
    sent.end(typeof body === "object" ? JSON.stringify(body) : body);
  });
}

function toThisMachine(_hostname, options, callback) {
  if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
}
