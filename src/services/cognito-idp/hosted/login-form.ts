// The page that asks who somebody is.

import type { HttpResponse } from "../../../wire/wire.ts";
import { linkTo } from "./ask.ts";
import { PASSWORD, usernameOf } from "./fields.ts";
import type { Visit } from "./visit.ts";

/** The form of a sign-in, with what was wrong, or with word of what went well. */
export function loginForm(
  { ask, form, show }: Visit,
  more: { readonly problem?: string; readonly text?: string; readonly status?: number },
): HttpResponse {
  const { pool } = ask.signIn;
  const isOpen = pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly !== true;
  return show({
    title: "Sign in",
    action: linkTo(ask, "login"),
    button: "Sign in",
    fields: [usernameOf(pool, form["username"]), PASSWORD],
    hidden: {},
    links: [
      { href: linkTo(ask, "forgotPassword"), text: "Forgot your password?" },
      ...(isOpen ? [{ href: linkTo(ask, "signup"), text: "Sign up" }] : []),
    ],
    ...more,
  });
}
