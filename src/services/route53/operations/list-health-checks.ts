// ListHealthChecks: an account's health checks in pages.

import type { ListHealthChecksCommandInput, ListHealthChecksCommandOutput } from "@aws-sdk/client-route-53";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidInput } from "../errors.ts";
import { healthCheckShape } from "../health/health-checks.ts";
import { pageSize, takePage } from "../pages.ts";
import { listHealthChecks as listStored, loadHealthCheck } from "../repo.ts";

export const listHealthChecks = defineOperation<Input<ListHealthChecksCommandInput>, ListHealthChecksCommandOutput>(
  "ListHealthChecks",
  (input, context) => {
    const { Marker: marker = "" } = input;
    const size = pageSize(input.MaxItems);
    const { page, next } = context.store.read((tx) => {
      if (marker !== "" && loadHealthCheck(tx, context, marker) === undefined)
        throw invalidInput(`The marker ${marker} is not valid.`);
      return takePage(
        [...listStored(tx, context)].filter(({ id }) => id >= marker),
        size,
      );
    });
    return {
      HealthChecks: page.map(healthCheckShape),
      Marker: marker,
      IsTruncated: next !== undefined,
      ...(next !== undefined && { NextMarker: next.id }),
      MaxItems: size,
    };
  },
);
