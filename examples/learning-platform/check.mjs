// The system's test, against its API: somebody pays for a course, becomes enrolled, watches, and makes progress; somebody else does not.
// Run after each release, with the outputs of the units as environment variables, and by hand: node check.mjs
// It makes data of its own and leaves what others made alone.

import { call, expect, outputs, person, putMaterial, send, under } from "./platform.mjs";

const run = `check-${process.env.STACKYARD_ENVIRONMENT ?? "hand"}-${Date.now()}`;
const [course, payment] = [`/courses/${run}`, `/payments/${run}`];
const order = { courseId: run, cardNumber: "4242424242424242" };

const [teacher, ada, eve] = await Promise.all([
  person({ email: `teacher-${run}@example.com`, groups: ["teachers"] }),
  person({ email: `ada-${run}@example.com`, name: "Ada" }),
  person({ email: `eve-${run}@example.com`, name: "Eve" }),
]);

say("The catalogue is a teacher's business; everybody reads it.");
await expect(403, () => eve.call("PUT", course, { title: "Mine now", priceCents: 1 }));
await expect(200, () => teacher.call("PUT", course, { title: "Checking", summary: "How to know.", priceCents: 100 }));
await putMaterial(teacher, run, "01-first.txt", "text/plain", "Begin at the beginning.");
await expect(
  ({ body }) => body.courses?.some(({ courseId }) => courseId === run),
  () => call("GET", "/courses"),
);

say("Nobody gets further without a token.");
await expect(401, () => call("GET", "/enrolments"));
await expect(401, () => call("PUT", payment, order));
await expect(401, () => call("GET", "/enrolments", undefined, "not.a.token"));

say("A card that the provider declines buys nothing.");
await expect(402, () => ada.call("PUT", `${payment}-declined`, { ...order, cardNumber: "4000000000000002" }));
await expect(404, () => ada.call("GET", `${payment}-declined`));

say("A payment is made once, and is its payer's.");
await expect(201, () => ada.call("PUT", payment, order));
await expect(201, () => ada.call("PUT", payment, order));
await expect(200, () => ada.call("GET", payment));
await expect(404, () => eve.call("GET", payment));

say("It becomes an enrolment, which opens the materials and begins the course.");
await expect(
  ({ body }) => body.enrolments?.some(({ courseId, status }) => courseId === run && status === "ACTIVE"),
  () => ada.call("GET", "/enrolments"),
);
const { body: material } = await expect(200, () => ada.call("GET", `${course}/materials/01-first.txt`));
const { body: text } = await expect(200, () => send("GET", material.url));
if (text.toString() !== "Begin at the beginning.") throw new Error(`The material is "${text}".`);
await expect(200, () => ada.call("PUT", `${course}/finished/01-first.txt`));
await expect(
  ({ body }) => body.finished?.includes("01-first.txt"),
  () => ada.call("GET", `${course}/progress`),
);

say("Whoever has not paid is refused, by the API and by the storage.");
await expect(403, () => eve.call("GET", `${course}/materials/01-first.txt`));
await expect(409, () => eve.call("PUT", `${course}/finished/01-first.txt`));
await expect(404, () => eve.call("GET", `${course}/progress`));
await expect(403, () => send("GET", material.url.split("?")[0]));

say("A profile is there from the first day.");
await expect(
  ({ body }) => body.name === "Ada",
  () => ada.call("GET", "/profile"),
);
await expect(200, () => ada.call("PUT", "/profile", { name: "Ada Lovelace" }));
await expect(
  ({ body }) => body.name === "Ada Lovelace",
  () => ada.call("GET", "/profile"),
);

const { ApiDomainName, ApiUrl, WebDomainName, WebUrl } = outputs;
// The monolith has none.
if (WebDomainName !== undefined) {
  say("The platform has names of its own.");
  await expect(
    ({ status, body }) => status === 200 && body.toString().includes("<title>"),
    () => send("GET", under(WebDomainName, WebUrl, "/")),
  );
  await expect(
    ({ body }) => body.courses?.some(({ courseId }) => courseId === run),
    () => send("GET", under(ApiDomainName, ApiUrl, "/courses")),
  );
}

console.log(`${run} was paid for, read and finished.`);

function say(text) {
  console.log(text);
}
