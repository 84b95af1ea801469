// Random passwords. AWS: GetRandomPassword.

import type { Random } from "../../kernel/random.ts";
import { invalidParameter, invalidRequest } from "./errors.ts";

export interface PasswordRequest {
  readonly PasswordLength?: number | undefined;
  readonly ExcludeCharacters?: string | undefined;
  readonly ExcludeNumbers?: boolean | undefined;
  readonly ExcludePunctuation?: boolean | undefined;
  readonly ExcludeUppercase?: boolean | undefined;
  readonly ExcludeLowercase?: boolean | undefined;
  readonly IncludeSpace?: boolean | undefined;
  readonly RequireEachIncludedType?: boolean | undefined;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
// AWS: GetRandomPassword, ExcludePunctuation names these.
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

/** A password of 32 characters, of all types, unless the request says otherwise. */
export function randomPassword(random: Random, request: PasswordRequest): string {
  const { PasswordLength: length = 32, RequireEachIncludedType: isEachRequired = true } = request;
  const types = typesOf(request);
  if (types.length === 0) throw invalidRequest("The password must have at least one type of character.");
  if (isEachRequired && length < types.length)
    throw invalidParameter(
      `Password length ${length} is shorter than the ${types.length} required types of characters.`,
    );
  const characters = isEachRequired ? types.map((type) => random.text(1, type)) : [];
  characters.push(...random.text(length - characters.length, types.join("")).split(""));
  return shuffled(random, characters).join("");
}

function typesOf(request: PasswordRequest): readonly string[] {
  const excluded = new Set(request.ExcludeCharacters);
  const wanted = [
    request.ExcludeLowercase === true ? "" : LOWER,
    request.ExcludeUppercase === true ? "" : LOWER.toUpperCase(),
    request.ExcludeNumbers === true ? "" : "0123456789",
    request.ExcludePunctuation === true ? "" : PUNCTUATION,
    request.IncludeSpace === true ? " " : "",
  ];
  const left = wanted.map((type) =>
    type
      .split("")
      .filter((character) => !excluded.has(character))
      .join(""),
  );
  return left.filter((type) => type !== "");
}

function shuffled(random: Random, items: readonly string[]): string[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [result[last], result[other]] = [result[other] ?? "", result[last] ?? ""];
  }
  return result;
}
