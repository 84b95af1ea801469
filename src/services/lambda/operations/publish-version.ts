// PublishVersion: keeps what "$LATEST" holds under a number, unchangeable.

import type { PublishVersionCommandInput, PublishVersionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeVersion } from "../configuration.ts";
import { invalidParameter, notSupported, wrongRevision } from "../errors.ts";
import { requireFunction } from "../functions.ts";
import { publishLatest, requireLatest } from "../latest.ts";
import { parseFunctionName } from "../names.ts";

export const publishVersion = defineOperation<Input<PublishVersionCommandInput>, PublishVersionCommandOutput>(
  "PublishVersion",
  (input, context) => {
    if (input.PublishTo !== undefined) throw notSupported("PublishTo");
    const reference = parseFunctionName(input.FunctionName, context);
    const published = context.store.write((tx) => {
      requireFunction(tx, reference);
      const latest = requireLatest(tx, reference);
      if (input.RevisionId !== undefined && input.RevisionId !== latest.revisionId) throw wrongRevision();
      const sha256 = Buffer.from(latest.code.sha256, "hex").toString("base64");
      if (input.CodeSha256 !== undefined && input.CodeSha256 !== "" && input.CodeSha256 !== sha256)
        throw invalidParameter(
          `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${sha256}). Please try again with the CodeSHA256 in $LATEST.`,
        );
      return publishLatest(context, tx, reference, input.Description);
    });
    return describeVersion(reference.scope, reference.name, published);
  },
);
