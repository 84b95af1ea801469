// ExecuteStatement: one PartiQL statement.

import type { ExecuteStatementCommandInput, ExecuteStatementCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { consumedCapacity } from "../items/capacity.ts";
import { spentOnWrite } from "../items/write-request.ts";
import { checkParameters } from "../partiql/literals.ts";
import { parseStatement } from "../partiql/parser.ts";
import { select } from "../partiql/select.ts";
import { runStatement } from "../partiql/run-write.ts";
import { bindWrite, returnedBy } from "../partiql/writes.ts";

/** ExecuteStatement. */
export const executeStatement = defineOperation<Input<ExecuteStatementCommandInput>, ExecuteStatementCommandOutput>(
  "ExecuteStatement",
  async (input, context) => {
    const { Statement: text, Parameters: parameters = [], ReturnConsumedCapacity: detail } = input;
    checkParameters(parameters);
    const { statement } = parseStatement(text);
    if (statement.kind === "exists")
      throw validationError("EXISTS can only be used in ExecuteTransaction write requests.");
    if (statement.kind === "select") {
      const isConsistent = input.ConsistentRead === true;
      const { Limit: limit, NextToken: nextToken } = input;
      const page = select(context, { text, statement, parameters, isConsistent, limit, nextToken });
      const capacity = consumedCapacity(detail, page.spent);
      return {
        Items: page.items,
        ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
        ...(page.lastKey !== undefined && { LastEvaluatedKey: page.lastKey }),
        ...(capacity !== undefined && { ConsumedCapacity: capacity }),
      };
    }
    const bound = bindWrite(statement, parameters);
    const showsItem = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    const { write, outcome } = await runStatement(context, bound, showsItem);
    const item = returnedBy(bound, outcome);
    const capacity = consumedCapacity(detail, spentOnWrite(write, outcome));
    return {
      Items: item === undefined ? [] : [item],
      ...(capacity !== undefined && { ConsumedCapacity: capacity }),
    };
  },
);
