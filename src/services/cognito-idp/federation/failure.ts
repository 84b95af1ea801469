// A sign-in at another identity provider that went wrong: what the application is told. RFC 6749, section 4.1.2.1.

/** An error for the application's callback. */
export class FederationError extends Error {
  readonly code: "access_denied" | "invalid_request" | "server_error";

  constructor(code: FederationError["code"], description: string) {
    super(description);
    this.code = code;
  }
}
