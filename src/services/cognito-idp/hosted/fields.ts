// The inputs of the hosted pages. Pure. AWS: "Managing user sign-up with the classic hosted UI": the username, or what stands for it, and
// the attributes that a pool wants.

import type { PoolRecord } from "../records.ts";
import type { Field } from "./page.ts";

export const PASSWORD: Field = {
  name: "password",
  label: "Password",
  type: "password",
  autocomplete: "current-password",
};

export const CODE: Field = { name: "code", label: "Code", type: "text", autocomplete: "one-time-code" };

/** A password that is chosen; the hint says what the pool asks of it. */
export function newPassword({ settings }: PoolRecord, label = "Password"): Field {
  const { PasswordPolicy: policy } = settings.Policies;
  const kinds = [
    ...(policy.RequireLowercase ? ["a lower-case letter"] : []),
    ...(policy.RequireUppercase ? ["an upper-case letter"] : []),
    ...(policy.RequireNumbers ? ["a digit"] : []),
    ...(policy.RequireSymbols ? ["a special character"] : []),
  ];
  const hint = [`At least ${policy.MinimumLength} characters`, ...kinds].join(", ");
  return { name: "password", label, type: "password", autocomplete: "new-password", hint };
}

/** What somebody signs in with. */
export function usernameOf({ settings }: PoolRecord, value?: string): Field {
  const names = settings.UsernameAttributes ?? [];
  const label = names.length === 0 ? "Username" : names.map((name) => LABELS[name] ?? name).join(" or ");
  const type = names.length === 1 && names[0] === "email" ? "email" : "text";
  const field: Field = { name: "username", label, type, autocomplete: "username" };
  return value === undefined || value === "" ? field : { ...field, value };
}

/** The attributes that a sign-up asks for: those that the pool requires, and those that it verifies. */
export function wantedAttributes({ schema, settings }: PoolRecord): readonly Field[] {
  const isName = (name: string): boolean => settings.UsernameAttributes?.some((each) => each === name) === true;
  return schema.flatMap(({ Name = "", Required }): Field[] => {
    const isVerified = settings.AutoVerifiedAttributes?.some((each) => each === Name) === true;
    if ((Required !== true && !isVerified) || Name === "sub" || isName(Name)) return [];
    const label = LABELS[Name] ?? Name.replace(/^custom:/, "").replaceAll("_", " ");
    const type = Name === "email" ? "email" : Name === "phone_number" ? "tel" : "text";
    return [{ name: `attribute:${Name}`, label, type, autocomplete: AUTOCOMPLETE[Name] ?? "on" }];
  });
}

const LABELS: Readonly<Record<string, string>> = {
  birthdate: "Date of birth",
  email: "E-mail address",
  family_name: "Family name",
  given_name: "Given name",
  name: "Name",
  phone_number: "Phone number",
  preferred_username: "Preferred username",
};

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  birthdate: "bday",
  email: "email",
  family_name: "family-name",
  given_name: "given-name",
  name: "name",
  phone_number: "tel",
};
