// What the functions behind the API have in common: who calls them, and how they answer. The API has looked at the token before.

/** A request as the API hands it over; the claims are those of a user's token, where the API asks for one. */
export interface ApiRequest<Parameter extends string = never> {
  readonly pathParameters: Readonly<Record<Parameter, string>>;
  readonly body: string | null;
  readonly requestContext: { readonly authorizer?: { readonly claims?: Readonly<Record<string, string>> } };
}

/** The signed-in user. Who it is stands in the token, and never in what the client sends beside it. */
export function userOf({ requestContext }: ApiRequest<string>): { readonly userId: string; readonly email: string } {
  const { sub, email } = requestContext.authorizer?.claims ?? {};
  if (sub === undefined || email === undefined) throw new Error("The API let somebody through without a token.");
  return { userId: sub, email };
}

/** Whether the user may change the catalogue. */
export function isTeacher({ requestContext }: ApiRequest<string>): boolean {
  return (requestContext.authorizer?.claims?.["cognito:groups"] ?? "").split(",").includes("teachers");
}

/** An answer with a JSON body, which pages of other origins may read. */
export function answer(statusCode: number, body: object) {
  const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
  return { statusCode, headers, body: JSON.stringify(body) };
}

/** The body of a request; what is no JSON object has no members. */
export function bodyOf<T>({ body }: ApiRequest<string>): Partial<T> {
  try {
    const value: unknown = JSON.parse(body ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
