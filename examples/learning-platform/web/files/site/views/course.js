// One course: to be bought, or to be watched.

import { call, eventually, find } from "../api.js";
import { el, field, form, say } from "../dom.js";
import { signedInAs } from "../session.js";
import { price } from "./catalogue.js";
import { progressBar } from "./progress.js";

export async function course(courseId) {
  const path = `/courses/${encodeURIComponent(courseId)}`;
  const [{ courses }, { materials }, progress] = await Promise.all([
    call("GET", "/courses"),
    call("GET", `${path}/materials`),
    signedInAs() === undefined ? undefined : find(`${path}/progress`),
  ]);
  const found = courses.find((each) => each.courseId === courseId);
  if (found === undefined) return { title: "There is no such course", content: [] };
  const lead = el("p", { className: "lead" }, found.summary ?? "");
  const rest = progress === undefined ? offer(found, materials, path) : lessons(path, materials, progress.finished);
  return { title: found.title, content: [lead, rest] };
}

/** What is in it, what it costs, and the way to pay. */
function offer({ courseId, priceCents }, materials, path) {
  const names = materials.map(({ name }) => el("li", {}, titleOf(name)));
  const inside = el("section", {}, el("h2", {}, "What is in it"), el("ul", {}, ...names));
  const buy =
    signedInAs() === undefined
      ? el(
          "p",
          {},
          el("a", { href: "#/sign-in" }, "Sign in"),
          " or ",
          el("a", { href: "#/sign-up" }, "sign up"),
          " to enrol.",
        )
      : payment(courseId, path);
  return el(
    "div",
    { className: "columns" },
    inside,
    el("section", { className: "card" }, el("h2", {}, price(priceCents)), buy),
  );
}

function payment(courseId, path) {
  // One name for all attempts: if an answer is lost, trying again pays nothing twice. A declined card gets another try.
  const paymentId = crypto.randomUUID();
  const card = field("Card number", {
    name: "cardNumber",
    autocomplete: "cc-number",
    inputMode: "numeric",
    placeholder: "4242 4242 4242 4242",
  });
  const send = async ({ cardNumber }) => {
    await call("PUT", `/payments/${paymentId}`, { courseId, cardNumber: cardNumber.replaceAll(" ", "") });
    say("Thank you. Your course is being opened.");
    // The payment is an event, and so is the enrolment: whoever needs to know hears of them in a moment.
    await eventually(
      () => find(`${path}/progress`),
      (progress) => progress !== undefined,
    );
    dispatchEvent(new Event("hashchange"));
  };
  return form({ button: "Pay", fields: [card], send });
}

/** The player, and the list beside it. */
function lessons(path, materials, finished) {
  const done = new Set(finished);
  const player = el("div", { className: "player" }, el("p", {}, "Choose what to begin with."));
  const aside = el("section", { className: "card" });
  const below = el("p");
  draw();
  return el("div", { className: "columns" }, el("div", {}, player, below), aside);

  function draw() {
    const items = materials.map(({ name }) =>
      el(
        "li",
        {},
        el(
          "span",
          { className: "mark", role: "img", "aria-label": done.has(name) ? "finished" : "open" },
          done.has(name) ? "✓" : "○",
        ),
        el("button", { className: "plain", type: "button", onclick: () => open(name) }, titleOf(name)),
      ),
    );
    aside.replaceChildren(
      el("h2", {}, "Your progress"),
      progressBar(materials.filter(({ name }) => done.has(name)).length, materials.length),
      el("ol", { className: "materials" }, ...items),
    );
  }

  async function open(name) {
    try {
      // Readers are admitted by the same event as progress begins, and may be so a moment later.
      const { url } = await eventually(
        () => call("GET", `${path}/materials/${encodeURIComponent(name)}`).catch(notYet),
        Boolean,
      );
      const finish = async () => {
        const answer = await call("PUT", `${path}/finished/${encodeURIComponent(name)}`);
        for (const each of answer.finished) done.add(each);
        say(`${titleOf(name)} is finished.`);
        draw();
      };
      if (/\.(webm|mp4)$/.test(name)) {
        player.replaceChildren(
          el("video", {
            src: url,
            controls: true,
            autoplay: true,
            playsInline: true,
            onended: finish,
            "aria-label": titleOf(name),
          }),
        );
        below.replaceChildren();
      } else {
        player.replaceChildren(el("iframe", { src: url, title: titleOf(name), sandbox: "" }));
        below.replaceChildren(el("button", { type: "button", onclick: finish }, "I have read it"));
      }
    } catch (error) {
      say(error.message);
    }
  }
}

function notYet(error) {
  if (error.status !== 403) throw error;
  return undefined;
}

/** "02-parsing-by-hand.webm" is "Parsing by hand". */
function titleOf(name) {
  const words = name
    .replace(/\.\w+$/, "")
    .replace(/^\d+-/, "")
    .replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
