// DescribeType.

import type { DescribeTypeCommandInput, DescribeTypeCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { typeNotFound } from "../errors.ts";
import { nameOf, requireNamed } from "../find.ts";
import type { ListTypes } from "../find.ts";
import { listVersions } from "../repo.ts";
import { describeBuiltIn, describeVersion } from "../show.ts";

/** A type, or one version of it. */
export const describeType = (list: ListTypes) =>
  defineOperation<Input<DescribeTypeCommandInput>, DescribeTypeCommandOutput>("DescribeType", (input, context) =>
    context.store.read((tx) => {
      const { PublisherId, PublicVersionNumber } = input;
      const { typeName, versionId } = nameOf(input, context);
      // Extensions of other publishers are not here.
      if (PublisherId !== undefined || PublicVersionNumber !== undefined) throw typeNotFound(typeName);
      const found = requireNamed(tx, context, list, input);
      if (found.kind !== "registered") return describeBuiltIn(found, context);
      const versions = listVersions(tx, context, typeName);
      const version = versions.find((one) => one.versionId === found.versionId);
      if (version === undefined) throw typeNotFound(`${typeName}/${found.versionId}`);
      return describeVersion(version, context, {
        defaultVersionId: found.type.defaultVersionId ?? found.versionId,
        isNamed: versionId !== undefined,
        firstAtMs: versions[0]?.createdAtMs ?? version.createdAtMs,
      });
    }),
  );
