// The page that asks who somebody is: by a password of the pool, or by another provider that the application takes.

import type { HttpResponse } from "../../../wire/wire.ts";
import { providersOf, takesOwnUsers } from "../federation/providers.ts";
import { linkTo } from "./ask.ts";
import { PASSWORD, usernameOf } from "./fields.ts";
import { type Form, waysPage } from "./page.ts";
import type { Visit } from "./visit.ts";

/** The form of a sign-in, with what was wrong, or with word of what went well. */
export function loginForm(
  visit: Visit,
  more: { readonly problem?: string; readonly text?: string; readonly status?: number },
): HttpResponse {
  const { ask, form, show } = visit;
  const { pool } = ask.signIn;
  const ways = otherWays(visit);
  if (!takesOwnUsers(ask.client)) return waysPage("Sign in", ways);
  const isOpen = pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly !== true;
  return show({
    title: "Sign in",
    action: linkTo(ask, "login"),
    button: "Sign in",
    fields: [usernameOf(pool, form["username"] ?? ask.query["login_hint"]), PASSWORD],
    hidden: {},
    ways,
    links: [
      { href: linkTo(ask, "forgotPassword"), text: "Forgot your password?" },
      ...(isOpen ? [{ href: linkTo(ask, "signup"), text: "Sign up" }] : []),
    ],
    ...more,
  });
}

function otherWays({ yard, ask }: Visit): NonNullable<Form["ways"]> {
  const { scope, pool } = ask.signIn;
  const providers = yard.store.read((tx) => providersOf(tx, scope, pool, ask.client));
  return providers.map(({ name }) => ({
    href: linkTo(ask, "oauth2/authorize", { identity_provider: name }),
    text: `Continue with ${name}`,
  }));
}
