// Which view an address shows. A view is a function that gives its title and its content.

import { el } from "./dom.js";
import { signedInAs, signOut } from "./session.js";
import { confirmation, signInForm, signUpForm } from "./views/account.js";
import { catalogue } from "./views/catalogue.js";
import { course } from "./views/course.js";
import { learning } from "./views/learning.js";

const ROUTES = [
  [/^\/$/, catalogue],
  [/^\/courses\/([^/]+)$/, course],
  [/^\/learning$/, learning],
  [/^\/sign-in$/, signInForm],
  [/^\/sign-up$/, signUpForm],
  [/^\/confirm\/(.+)$/, confirmation],
];

const main = document.querySelector("main");
let shown = 0;

async function show() {
  shown += 1;
  const turn = shown;
  const path = location.hash.slice(1) || "/";
  navigation(path);
  const [pattern, view] = ROUTES.find(([each]) => each.test(path)) ?? [/^/, missing];
  const parts = (pattern.exec(path) ?? []).slice(1).map(decodeURIComponent);
  const { title, content } = await view(...parts).catch(failed);
  // Somebody was faster than the answer.
  if (turn !== shown) return;
  document.title = `${title} · Learning`;
  main.replaceChildren(el("h1", {}, title), ...content);
  // Whoever has just come begins at the top.
  if (turn > 1) main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function navigation(path) {
  const link = (to, text) => el("a", { href: `#${to}`, ...(path === to ? { "aria-current": "page" } : {}) }, text);
  const email = signedInAs();
  const leave = () => {
    signOut();
    location.hash = "#/";
  };
  document
    .querySelector("nav")
    .replaceChildren(
      link("/", "Courses"),
      ...(email === undefined
        ? [link("/sign-in", "Sign in"), link("/sign-up", "Sign up")]
        : [
            link("/learning", "My courses"),
            el("button", { className: "plain", type: "button", title: email, onclick: leave }, "Sign out"),
          ]),
    );
}

async function missing() {
  return { title: "There is no such page", content: [el("p", {}, el("a", { href: "#/" }, "To the courses"))] };
}

function failed(error) {
  console.error(error);
  return { title: "That did not work", content: [el("p", { role: "alert" }, error.message)] };
}

// The link past the navigation is no address of a view.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", () => void show());
addEventListener("session", () => navigation(location.hash.slice(1)));
await show();
