// Signed AWS calls as bytes, with the SDK's own signer.

import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { message } from "./light-client.mjs";

class Sha256 {
  #hash;
  constructor(secret) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
  }
  update(data) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
}

/** Makes a signer for one account of a running server: (service, target or path, body) -> bytes. */
export function signerOf({ port, region, credentials }) {
  return async ({ service, target, method = "POST", path = "/", contentType = "application/x-amz-json-1.0", body }) => {
    const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
    const headers = {
      host: `127.0.0.1:${port}`,
      "content-type": contentType,
      ...(target === undefined ? {} : { "x-amz-target": target }),
    };
    const signed = await signer.sign({
      method,
      protocol: "http:",
      hostname: "127.0.0.1",
      port,
      path,
      headers,
      query: {},
      body,
    });
    return message({ method, path, headers: signed.headers, body });
  };
}
