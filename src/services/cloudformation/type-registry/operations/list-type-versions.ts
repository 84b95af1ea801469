// ListTypeVersions.

import type { ListTypeVersionsCommandInput, ListTypeVersionsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { findNamed, nameOf } from "../find.ts";
import type { ListTypes } from "../find.ts";
import { registryError } from "../errors.ts";
import { listVersions } from "../repo.ts";
import { summarizeVersion } from "../show.ts";

// LIMIT: AWS's largest page.
const PAGE = 100;

/** The versions of a registered type. Types that are not registered have none that could be chosen. */
export const listTypeVersions = (list: ListTypes) =>
  defineOperation<Input<ListTypeVersionsCommandInput>, ListTypeVersionsCommandOutput>(
    "ListTypeVersions",
    (input, context) =>
      context.store.read((tx) => {
        const { DeprecatedStatus = "LIVE", PublisherId, MaxResults = PAGE, NextToken } = input;
        const { typeName } = nameOf(input, context);
        const found = PublisherId === undefined ? findNamed(tx, context, list, typeName) : undefined;
        // AWS: the operation documents no TypeNotFoundException.
        if (found === undefined) throw registryError(`The type '${typeName}' cannot be found.`);
        const versions =
          found.kind === "registered"
            ? listVersions(tx, context, typeName).filter(
                ({ isDeprecated }) => isDeprecated === (DeprecatedStatus === "DEPRECATED"),
              )
            : [];
        const defaultVersionId = found.kind === "registered" ? found.type.defaultVersionId : undefined;
        const { items, ...next } = pageOf(versions, NextToken, MaxResults);
        return {
          TypeVersionSummaries: items.map((version) => summarizeVersion(version, context, defaultVersionId)),
          ...next,
        };
      }),
  );
