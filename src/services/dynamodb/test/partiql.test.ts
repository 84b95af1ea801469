// PartiQL through the SDK: what each kind of statement does, and the wording of what is refused.
// AWS: expectations are those of the dynamodb-conformance suite and of floci's tests, both recorded against AWS, or of the
// Developer Guide, "PartiQL - a SQL-compatible query language for Amazon DynamoDB".

import {
  BatchExecuteStatementCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type ExecuteStatementCommandInput,
  type ExecuteStatementCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, test } from "vitest";
import { thingsTable } from "./tables.ts";

type Item = Record<string, AttributeValue>;

let dynamodb: DynamoDBClient;
beforeAll(async () => {
  ({ dynamodb } = await thingsTable({
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "n", AttributeType: "N" },
      { AttributeName: "group", AttributeType: "S" },
      { AttributeName: "rank", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-group",
        KeySchema: [{ AttributeName: "group", KeyType: "HASH" }],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["kept"] },
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: "by-rank",
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "rank", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  }));
});

function run(
  Statement: string,
  Parameters?: AttributeValue[],
  more: Partial<ExecuteStatementCommandInput> = {},
): Promise<ExecuteStatementCommandOutput> {
  return dynamodb.send(
    new ExecuteStatementCommand({ Statement, ...(Parameters !== undefined && { Parameters }), ...more }),
  );
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const failure: unknown = await work.catch((error: unknown) => error);
  return failure instanceof Error ? `${failure.name}: ${failure.message}` : "nothing was refused";
}

async function put(id: string, n: number, more: Item = {}): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({ TableName: "things", Item: { id: { S: id }, n: { N: String(n) }, ...more } }),
  );
}

async function stored(id: string, n = 1): Promise<Item | undefined> {
  const key = { id: { S: id }, n: { N: String(n) } };
  return (await dynamodb.send(new GetItemCommand({ TableName: "things", Key: key }))).Item;
}

const keysOf = ({ Items: items = [] }: ExecuteStatementCommandOutput): string[] =>
  items.map((item) => `${item["id"]?.S}/${item["n"]?.N}`);

const NOT_WELL_FORMED = "ValidationException: Statement wasn't well formed, can't be processed: ";
const LEFT_OVER = `${NOT_WELL_FORMED}Unexpected token after expression`;
const INVALID = "ValidationException: One or more parameter values were invalid: ";
const NO_KEY = "ValidationException: Where clause does not contain a mandatory equality on all key attributes";

describe("INSERT", () => {
  test("writes an item with every kind of literal, once", async () => {
    await run(
      `INSERT INTO "things" value {'id': 'insert', 'n': 1, 'a': 1E3, 'b': -1.5e-3, 'text': 'it''s', 'yes': true, 'no': null,
       'map': {'x': 'y', 'deep': [1, {'z': 2}]}, 'numbers': <<1, 34, 4.5>>, 'texts': <<'a', 'b'>>}`,
    );
    expect(await stored("insert")).toEqual({
      id: { S: "insert" },
      n: { N: "1" },
      a: { N: "1000" },
      b: { N: "-0.0015" },
      text: { S: "it's" },
      yes: { BOOL: true },
      no: { NULL: true },
      map: { M: { x: { S: "y" }, deep: { L: [{ N: "1" }, { M: { z: { N: "2" } } }] } } },
      numbers: { NS: ["1", "34", "4.5"] },
      texts: { SS: ["a", "b"] },
    });
    expect(await refusal(run(`INSERT INTO things VALUE {'id': 'insert', 'n': 1}`))).toBe(
      "DuplicateItemException: Duplicate primary key exists in table",
    );
  });

  test("takes parameters, and returns nothing", async () => {
    const { Items: items } = await run(`INSERT INTO "things" VALUE {'id': ?, 'n': ?, 'set': ?}`, [
      { S: "parameters" },
      { N: "1" },
      { BS: [Uint8Array.from([1])] },
    ]);
    expect(items).toEqual([]);
    expect(await stored("parameters")).toMatchObject({ set: { BS: [Uint8Array.from([1])] } });
  });
});

describe("UPDATE", () => {
  test("sets, removes, calculates, and changes lists and sets", async () => {
    await put("update", 1, {
      count: { N: "1" },
      map: { M: {} },
      entries: { L: [{ N: "1" }, { S: "two" }] },
      numbers: { NS: ["1", "2"] },
      texts: { SS: ["only"] },
    });
    const { Items: items } = await run(
      `UPDATE "things" SET "count" = "count" + 100, map.added = [2020, 'x'] SET entries = list_append(entries, [4])
       SET numbers = SET_ADD(numbers, <<3>>) SET fresh = set_add(fresh, <<'m'>>) SET texts = set_delete(texts, <<'only'>>)
       WHERE id = 'update' AND n = 1 RETURNING MODIFIED NEW *`,
    );
    expect(items?.[0]).toMatchObject({ entries: { L: [{ N: "1" }, { S: "two" }, { N: "4" }] } });
    const { Items: removed } = await run(
      `UPDATE "things" REMOVE entries[1] WHERE id = 'update' AND n = 1 RETURNING ALL NEW *`,
    );
    expect(removed).toEqual([
      {
        id: { S: "update" },
        n: { N: "1" },
        count: { N: "101" },
        map: { M: { added: { L: [{ N: "2020" }, { S: "x" }] } } },
        entries: { L: [{ N: "1" }, { N: "4" }] },
        numbers: { NS: ["1", "2", "3"] },
        fresh: { SS: ["m"] },
      },
    ]);
  });

  test("is an update of one item that is there and fulfils the rest of WHERE", async () => {
    await put("conditional", 1, { a: { N: "5" } });
    await run(`UPDATE things SET z = 1 WHERE id = 'conditional' AND n = 1 AND attribute_exists(a)`);
    const failed = await dynamodb
      .send(
        new ExecuteStatementCommand({
          Statement: `UPDATE things SET z = 2 WHERE (id = 'conditional' AND n = 1) AND a <> 5`,
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      )
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "ConditionalCheckFailedException", Item: { z: { N: "1" } } });
    expect(await refusal(run(`UPDATE things SET z = 1 WHERE id = 'absent' AND n = 1`))).toContain(
      "ConditionalCheckFailedException",
    );
    expect(await stored("absent")).toBeUndefined();
  });

  test("can begin with FROM, and return what it modified", async () => {
    await put("from", 1, { a: { N: "1" }, b: { S: "bee" } });
    const { Items: items } = await run(
      `from "things" where id = ? and n = 1 set c = 2 remove a RETURNING MODIFIED OLD *`,
      [{ S: "from" }],
    );
    expect(items).toEqual([{ a: { N: "1" } }]);
    expect(await stored("from")).toMatchObject({ b: { S: "bee" }, c: { N: "2" } });
  });
});

describe("DELETE", () => {
  test("removes one item, or none, and returns it where that is wanted", async () => {
    await put("delete", 1, { a: { N: "1" } });
    expect(await refusal(run(`DELETE FROM things WHERE id = 'delete' AND n = 1 AND a = 2`))).toContain(
      "ConditionalCheckFailedException",
    );
    const { Items: items } = await run(`DELETE FROM things WHERE id = 'delete' AND n = 1 RETURNING ALL OLD *`);
    expect(items).toMatchObject([{ a: { N: "1" } }]);
    expect((await run(`DELETE FROM things WHERE id = 'delete' AND n = 1`)).Items).toEqual([]);
  });
});

describe("SELECT", () => {
  beforeAll(async () => {
    for (const n of [1, 2, 3]) {
      await put("o", n, { group: { S: "g" }, rank: { N: String(10 - n) }, kept: { S: `k${n}` }, lost: { S: `l${n}` } });
      await put("p", n, {
        flag: { BOOL: n === 1 },
        nul: { NULL: true },
        entries: { L: [{ S: "a" }] },
        m: { M: { sub: { S: "x" } } },
      });
    }
    await put("p", 4, { group: { S: "h" } });
  });

  test.each<[string, string[]]>([
    ["id = 'o' AND n > 1", ["o/2", "o/3"]],
    ["2 <= n AND id = 'o'", ["o/2", "o/3"]],
    ["id = 'o' AND n BETWEEN - 2 AND +2", ["o/1", "o/2"]],
    ["id = 'o' AND n IN [1, 3]", ["o/1", "o/3"]],
    ["id = 'o' AND (n < 2 OR n > 2 OR n = 2)", ["o/1", "o/2", "o/3"]],
    ["id = 'o' AND NOT n = 2", ["o/1", "o/3"]],
    ["id = 'o' AND n <> 1 OR id = 'o' AND n = 1", ["o/1", "o/2", "o/3"]],
    ["id = 'o' AND n = 1 OR id = 'p' AND n = 2", ["o/1", "p/2"]],
    ["id IN ['o', 'none'] AND kept = 'k2'", ["o/2"]],
    ["id = 'p' AND flag = true", ["p/1"]],
    ["id = 'p' AND nul IS NULL AND m.sub = 'x'", ["p/1", "p/2", "p/3"]],
    ["id = 'p' AND flag IS MISSING", ["p/4"]],
    ["id = 'p' AND flag IS NOT MISSING AND flag IS BOOL AND NOT flag IS STRING", ["p/1", "p/2", "p/3"]],
    ["id = 'p' AND contains(entries, 'a') AND entries[0] = 'a' AND size(entries) = 1 AND n = 1", ["p/1"]],
    ["id = 'p' AND ATTRIBUTE_EXISTS(m.sub) AND attribute_type(m, 'M') AND n = 1", ["p/1"]],
    ["id = 'p' AND (attribute_exists(nope) = false) AND n = 1", ["p/1"]],
    ["id = 'p' AND true = attribute_exists(flag) AND n = 1", ["p/1"]],
    ["id = 'p' AND n NOT BETWEEN 2 AND 9", ["p/1"]],
    ["id = 'o' AND begins_with(kept, 'k') AND kept != 'k1'", ["o/2", "o/3"]],
    ["id = 'o' ORDER BY n DESC", ["o/3", "o/2", "o/1"]],
    ["id = 'o' ORDER BY n", ["o/1", "o/2", "o/3"]],
    ["id = 'o' ORDER BY id ASC", ["o/3", "o/2", "o/1"]],
    ["id IN ['o', 'p'] AND n < 3 ORDER BY id DESC, n ASC", ["p/1", "p/2", "o/1", "o/2"]],
    ["id = 'o' /* a note */ AND n = 1 -- another", ["o/1"]],
  ])("finds by %s", async (where, expected) => {
    expect(keysOf(await run(`SELECT * FROM "things" WHERE ${where}`))).toEqual(expected);
  });

  test("shows each path under its last name", async () => {
    const { Items: items } = await run(`SELECT n, m.sub, entries[0], nope FROM things WHERE id = 'p' AND n = 1`);
    expect(items).toEqual([{ n: { N: "1" }, sub: { S: "x" }, "entries[0]": { S: "a" } }]);
  });

  test("scans where no partition is named, and says what it cost", async () => {
    const { Items: items = [], ConsumedCapacity: capacity } = await run(
      `SELECT id, n FROM things WHERE kept = ? OR id = 'p' AND n = 1`,
      [{ S: "k2" }],
      { ReturnConsumedCapacity: "TOTAL", ConsistentRead: true },
    );
    expect(keysOf({ Items: items, $metadata: {} }).sort()).toEqual(["o/2", "p/1"]);
    expect(capacity).toEqual({ TableName: "things", CapacityUnits: 1 });
  });

  test("reads indexes: what they keep, and through a local one the rest as well", async () => {
    const global = await run(`SELECT * FROM "things"."by-group" WHERE "group" = 'g'`, undefined, {
      ReturnConsumedCapacity: "INDEXES",
    });
    expect(global.Items?.map((item) => Object.keys(item).sort())).toEqual(
      [1, 2, 3].map(() => ["group", "id", "kept", "n"]),
    );
    expect(global.ConsumedCapacity).toMatchObject({
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { "by-group": { CapacityUnits: 0.5 } },
    });
    const local = await run(`SELECT lost, rank FROM "things"."by-rank" WHERE id = 'o' ORDER BY rank`);
    expect(local.Items).toEqual([3, 2, 1].map((n) => ({ lost: { S: `l${n}` }, rank: { N: String(10 - n) } })));
    // A scan of an index finds nothing by what it does not keep.
    expect(keysOf(await run(`SELECT * FROM "things"."by-group" WHERE lost = 'l1'`))).toEqual([]);
    expect(keysOf(await run(`SELECT * FROM "things"."by-group" WHERE NOT lost = 'l1'`))).toHaveLength(4);
  });

  test("goes on with the token, over partitions, for the same statement only", async () => {
    const statement = `SELECT * FROM things WHERE id IN [?, 'p'] AND n < 3 ORDER BY id`;
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await run(statement, [{ S: "o" }], { Limit: 1, ...(NextToken !== undefined && { NextToken }) });
      found.push(...keysOf(page));
      if (page.NextToken !== undefined) {
        NextToken = page.NextToken;
        expect(page.LastEvaluatedKey).toBeDefined();
        expect(await refusal(run(statement, [{ S: "x" }], { NextToken }))).toBe(
          "ValidationException: NextToken does not match request",
        );
      } else NextToken = undefined;
    } while (NextToken !== undefined);
    expect(found).toEqual(["o/2", "o/1", "p/2", "p/1"]);
    expect(await refusal(run(`SELECT * FROM things`, undefined, { NextToken: "?" }))).toContain(
      "NextToken does not match",
    );
  });
});

describe("statements that are refused", () => {
  const at = (statement: string, token: string): string => ` at 1:${statement.indexOf(token) + 1}:${token.length}`;
  const misused = `UPDATE things SET t = set_add(ss, <<'x'>>) WHERE id = 'a' AND n = 1`;
  const notASet = `UPDATE things SET ss = set_add(ss, 'x') WHERE id = 'a' AND n = 1`;

  test.each<[string, string]>([
    ["SLECT * FROM things", `${NOT_WELL_FORMED}Expected data manipulation`],
    ["UPDATE a-b SET x = 1", `${NOT_WELL_FORMED}Expected data manipulation`],
    ["SELECT * FROM things WHERE id = 'a' foo", LEFT_OVER],
    ["SELECT * FROM things WHERE id = 'a')", LEFT_OVER],
    ["SELECT * FROM things ORDER BY id WHERE id = 'a'", LEFT_OVER],
    ["INSERT INTO things VALUE {'id': 'a'} foo", LEFT_OVER],
    ["INSERT INTO things t VALUE {'id': 'a'}", LEFT_OVER],
    ["DELETE FROM things WHERE id = 'a' ORDER BY id", LEFT_OVER],
    ["SELECT * FROM things WHERE n = 1e2147483648", NOT_WELL_FORMED],
    ["SELECT * FROM things WHERE n = 1 # note", NOT_WELL_FORMED],
    ["SELECT * FROM things WHERE n = 1 /* note", NOT_WELL_FORMED],
    ["SELECT * FROM things WHERE id = 'open", NOT_WELL_FORMED],
    ["SELECT * FROM things WHERE", `${NOT_WELL_FORMED}Unexpected term`],
    ["SELECT * FROM things WHERE;", `${NOT_WELL_FORMED}Unexpected term`],
    ["SELECT * FROM things WHERE NOT", `${NOT_WELL_FORMED}Unexpected term`],
    ["SELECT * FROM things WHERE (", `${NOT_WELL_FORMED}Unexpected term`],
    ["SELECT * FROM", `${NOT_WELL_FORMED}Unexpected term`],
    [
      "SELECT * FROM things WHERE id = 'a' AND",
      `${NOT_WELL_FORMED}Missing right-hand side expression of infix operator`,
    ],
    ["SELECT * FROM things WHERE ORDER BY id", `${NOT_WELL_FORMED}Unexpected keyword`],
    ["INSERT INTO things (id) VALUES ('a')", `${NOT_WELL_FORMED}Unexpected keyword`],
    ["SELECT * FROM things WHERE IS NULL", `${NOT_WELL_FORMED}Unexpected operator`],
    ["SELECT * FROM things WHERE id = LIKE", `${NOT_WELL_FORMED}Unexpected operator`],
    ["SELECT * FROM things WHERE x IS FOO", `${NOT_WELL_FORMED}Expected type name`],
    ["DELETE FROM", `${NOT_WELL_FORMED}Expected identifier for simple path`],
    ["DELETE FROM WHERE id = 'a'", `${NOT_WELL_FORMED}Expected identifier for simple path`],
    ["SELECT * FROM things WHERE attribute_exists(m.inner)", `${NOT_WELL_FORMED}Invalid path dot component`],
    ["SELECT * FROM things t WHERE id = 'a'", "ValidationException: Aliasing is not supported"],
    ["SELECT * FROM things AS t", "ValidationException: Aliasing is not supported"],
    ["DELETE FROM things t WHERE id = 'a'", "ValidationException: Aliasing is not supported"],
    [
      "SELECT * FROM things WHERE n = 1e126",
      "ValidationException: Number overflow. Attempting to store a number with magnitude larger than supported range under root",
    ],
    [
      "INSERT INTO things VALUE {'id': 'a', 'm': {'x': [1, 1e126]}}",
      "ValidationException: Number overflow. Attempting to store a number with magnitude larger than supported range under root.x[1]",
    ],
    ["INSERT INTO things VALUE {'id': 'a', 's': <<>>}", "ValidationException: Empty bags are not supported"],
    [
      "INSERT INTO things VALUE {'id': 'a', 's': <<1, 'a'>>}",
      "ValidationException: Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags",
    ],
    [
      "INSERT INTO things VALUE {'id': 'a', 's': <<'a', 'a'>>}",
      `${INVALID}Input collection [a, a] contains duplicates.`,
    ],
    [
      "INSERT INTO things VALUE {'id': 'a', 's': <<2, 2.0>>}",
      `${INVALID}Input collection [2, 2.0] contains duplicates! under root`,
    ],
    ["INSERT INTO things VALUE {'id': 'a'}", `${INVALID}Missing the key n in the item`],
    [
      `UPDATE things SET d = ${"[".repeat(32)}1${"]".repeat(32)} WHERE id = 'a' AND n = 1`,
      `ValidationException: Nesting Levels have exceeded supported limits under root${"[0]".repeat(32)}`,
    ],
    ["UPDATE things SET x = 1", NO_KEY],
    ["UPDATE things SET x = 1 WHERE id = 'a'", NO_KEY],
    ["FROM things WHERE x = 1 SET c = 1", NO_KEY],
    ["DELETE FROM things WHERE id = 'a' AND n = 1 OR x = 2", NO_KEY],
    [
      "DELETE FROM things WHERE id = 'a' AND n = 1 AND id = 'b'",
      "ValidationException: Multiple conditions on same key id. Only single item Update/Insert/Delete are supported",
    ],
    [
      "DELETE FROM things WHERE id = 'a' AND n = '1'",
      "ValidationException: The provided key element does not match the schema",
    ],
    [
      "DELETE FROM things WHERE id = 'a' AND n = 1 RETURNING MODIFIED OLD *",
      "ValidationException: Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.",
    ],
    [
      misused,
      `ValidationException: The first argument to SET_ADD must equal the assignment value${at(misused, "set_add")}`,
    ],
    [
      notASet,
      `ValidationException: The second argument to SET_ADD must be a value with type SET at 1:${notASet.indexOf("(ss") + 2}:2`,
    ],
    [
      "UPDATE things SET x = 'a' + 1 WHERE id = 'a' AND n = 1",
      "ValidationException: Incorrect operand type for operator or function; operator or function: +, operand type: S",
    ],
    ["SELECT attribute_exists(x) FROM things", "ValidationException: Unexpected path component at 1:8:16"],
    ["SELECT * FROM things WHERE EXISTS(x)", "ValidationException: Unrecognized function: exists at 1:28:6"],
    [
      "SELECT * FROM things WHERE attribute_exists('x')",
      "ValidationException: Operator or function requires a document path; operator or function: attribute_exists",
    ],
    [
      "SELECT * FROM things WHERE attribute_exists()",
      "ValidationException: Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 0",
    ],
    [
      "SELECT * FROM things WHERE attribute_exists(x) > false",
      "ValidationException: Incorrect operand type for operator or function; operator or function: >, operand type: BOOL",
    ],
    [
      "SELECT * FROM nowhere WHERE x BETWEEN true AND false",
      "ValidationException: Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: BOOL",
    ],
    [
      "SELECT l[-1] FROM things",
      "ValidationException: List index is not within the allowable range; index: [-1] at 1:11:1",
    ],
    ["SELECT * FROM nowhere", "ResourceNotFoundException: Requested resource not found"],
    [`SELECT * FROM "things"."no"`, "ValidationException: The table does not have the specified index"],
    [
      `SELECT * FROM "things"."by-group"."x"`,
      "ValidationException: A path may contain at most 2 components in the FROM clause",
    ],
    [`SELECT * FROM "" WHERE id = 'a'`, "ValidationException: Path component cannot be an empty string"],
    [`SELECT lost FROM "things"."by-group"`, `${INVALID}Global secondary index by-group does not project [lost]`],
    [
      `SELECT id FROM "things"."by-group" WHERE "group" = 'g' AND lost = 'x'`,
      `${INVALID}Secondary index by-group does not project one or more filter attributes: [lost]`,
    ],
    [
      "SELECT * FROM things WHERE id = 1",
      "ValidationException: Key attribute's data type should match its data type in table's schema: Key id",
    ],
    ...[
      "id IN ['a', 'a']",
      "id = 'a' AND (n > 0 OR n < 5)",
      "id = 'a' AND (n = 1 OR x = 2)",
      "(id = 'a' AND x = 1) OR (id = 'a' AND x = 2)",
    ].map((where): [string, string] => [
      `SELECT * FROM things WHERE ${where}`,
      "ValidationException: Overlapping conditions with range keys are not supported in where clause",
    ]),
    [
      "SELECT * FROM things ORDER BY n",
      "ValidationException: Must have WHERE clause in the statement when using ORDER BY clause.",
    ],
    [
      "SELECT * FROM things WHERE id = 'a' ORDER BY x",
      "ValidationException: Attribute x in ORDER BY clause must be part of the primary key",
    ],
    [
      "SELECT * FROM things WHERE id > 'a' ORDER BY n",
      "ValidationException: Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.",
    ],
    [
      "SELECT * FROM things WHERE id IN ['a', 'b'] ORDER BY n",
      "ValidationException: Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.",
    ],
    [
      "EXISTS(SELECT * FROM things WHERE id = 'a' AND n = 1 AND x = 1)",
      "ValidationException: EXISTS can only be used in ExecuteTransaction write requests.",
    ],
  ])("%s", async (statement, expected) => {
    expect(await refusal(run(statement))).toBe(expected);
  });

  test("for their parameters, before they are read", async () => {
    expect(await refusal(run("UPDATE things SET WHERE", [{ SS: ["a", "a"] }]))).toBe(
      `${INVALID}Input collection [a, a] contains duplicates.`,
    );
    expect(await refusal(run("SELECT * FROM things WHERE id = ? AND n = ?", [{ S: "a" }]))).toBe(
      "ValidationException: Number of parameters in request and statement don't match.",
    );
    expect(await refusal(run("UPDATE things SET x = [?] WHERE id = 'a' AND n = 1", [{ S: "a" }]))).toBe(
      "ValidationException: Unsupported data type: Parameter under key root[0] at 1:24:1",
    );
    expect(
      await refusal(run(`SELECT * FROM "things"."by-group" WHERE "group" = 'g'`, undefined, { ConsistentRead: true })),
    ).toBe("ValidationException: Strongly consistent read is not supported on Global Secondary Indexes");
  });
});

describe("BatchExecuteStatement", () => {
  const batch = async (...statements: string[]): Promise<unknown> => {
    const { Responses: responses } = await dynamodb.send(
      new BatchExecuteStatementCommand({ Statements: statements.map((Statement) => ({ Statement })) }),
    );
    return responses;
  };

  test("reads items by their keys, each with its own success", async () => {
    await put("batch", 1, { a: { S: "x" } });
    const message = "Select statements within BatchExecuteStatement must specify the primary key in the where clause.";
    expect(
      await batch(
        "SELECT a FROM things WHERE id IN ['batch'] AND n = 1",
        "SELECT * FROM things WHERE id = 'batch' AND n = 2",
        "SELECT * FROM things WHERE id = 'batch'",
        `SELECT * FROM "things"."by-group" WHERE "group" = 'g'`,
        "SELECT * FROM nowhere WHERE id = 'batch' AND n = 1",
        "SLECT",
      ),
    ).toEqual([
      { TableName: "things", Item: { a: { S: "x" } } },
      { TableName: "things" },
      { Error: { Code: "ValidationError", Message: message } },
      { Error: { Code: "ValidationError", Message: message } },
      { Error: { Code: "ResourceNotFound", Message: "Requested resource not found" } },
      {
        Error: {
          Code: "ValidationError",
          Message: "Statement wasn't well formed, can't be processed: Expected data manipulation",
        },
      },
    ]);
  });

  test("writes, returns what is wanted, and names the table of what failed there", async () => {
    await put("batch", 2, { a: { S: "x" } });
    expect(
      await batch(
        "INSERT INTO things VALUE {'id': 'batch', 'n': 2}",
        "UPDATE things SET a = 'y' WHERE id = 'batch' AND n = 2 AND a = 'z'",
        "UPDATE things SET a = 'y' WHERE id = 'batch' AND n = 2 RETURNING MODIFIED NEW *",
        "DELETE FROM things WHERE id = 'batch' AND n = 2",
      ),
    ).toEqual([
      { TableName: "things", Error: { Code: "DuplicateItem", Message: "Duplicate primary key exists in table" } },
      { TableName: "things", Error: { Code: "ConditionalCheckFailed", Message: "The conditional request failed" } },
      { TableName: "things", Item: { a: { S: "y" } } },
      { TableName: "things" },
    ]);
  });
});

describe("ExecuteTransaction", () => {
  const send = (statements: string[], more: object = {}): Promise<unknown> =>
    dynamodb.send(
      new ExecuteTransactionCommand({ TransactStatements: statements.map((Statement) => ({ Statement })), ...more }),
    );

  test("reads all, or writes all with EXISTS as a check, and cancels with reasons", async () => {
    await put("tx", 1, { a: { S: "x" } });
    expect(await send(["SELECT a FROM things WHERE n = 1 AND id = 'tx'"])).toMatchObject({
      Responses: [{ Item: { a: { S: "x" } } }],
    });
    expect(
      await send([
        "EXISTS(SELECT * FROM things WHERE id = 'tx' AND n = 1 AND b IS MISSING)",
        "INSERT INTO things VALUE {'id': 'tx', 'n': 2}",
        "UPDATE things SET a = 'y' WHERE id = 'o' AND n = 1",
      ]),
    ).toMatchObject({ Responses: [] });
    const failure = await send([
      "EXISTS(SELECT * FROM things WHERE id = 'tx' AND n = 1 AND a = 'nope')",
      "INSERT INTO things VALUE {'id': 'tx', 'n': 2}",
      "INSERT INTO things VALUE {'id': 'tx', 'n': 3}",
      "UPDATE nowhere SET a = 1 WHERE id = 'tx'",
      "UPDATE things SET a = 'y' WHERE id = 'o'",
    ]).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [
        { Code: "None" },
        { Code: "None" },
        { Code: "None" },
        { Code: "ResourceNotFound", Message: "Requested resource not found" },
        { Code: "ValidationError", Message: "The provided key element does not match the schema" },
      ],
    });
    const conflict = await send([
      "EXISTS(SELECT * FROM things WHERE id = 'tx' AND n = 1 AND a = 'nope')",
      "INSERT INTO things VALUE {'id': 'tx', 'n': 2}",
      "INSERT INTO things VALUE {'id': 'tx', 'n': 3}",
    ]).catch((error: unknown) => error);
    expect(conflict).toMatchObject({
      CancellationReasons: [
        { Code: "ConditionalCheckFailed" },
        { Code: "DuplicateItem", Message: "Duplicate primary key exists in table" },
        { Code: "None" },
      ],
    });
    expect(await stored("tx", 3)).toBeUndefined();
  });

  // AWS: as TransactWriteItems: a repeated request costs a read.
  test("is made once for a token", async () => {
    await put("token", 1, { a: { N: "0" } });
    const increase = (): Promise<unknown> =>
      send(["UPDATE things SET a = a + 1 WHERE id = 'token' AND n = 1"], {
        ClientRequestToken: "increase",
        ReturnConsumedCapacity: "TOTAL",
      });
    expect(await increase()).toMatchObject({ ConsumedCapacity: [{ CapacityUnits: 2, WriteCapacityUnits: 2 }] });
    expect(await increase()).toMatchObject({ ConsumedCapacity: [{ CapacityUnits: 2, ReadCapacityUnits: 2 }] });
    expect(await stored("token")).toMatchObject({ a: { N: "1" } });
  });

  test.each<[string[], string]>([
    [
      ["SELECT * FROM things WHERE id = 'a' AND n = 1", "DELETE FROM things WHERE id = 'a' AND n = 1"],
      "ExecuteTransaction API does not support both read and write operations in the same request.",
    ],
    [
      ["SELECT * FROM things WHERE id = 'a' AND n = 1", "SELECT x FROM things WHERE n = 1 AND id = 'a'"],
      "Transaction request cannot include multiple operations on one item",
    ],
    [
      ["SELECT * FROM things WHERE id = 'a' AND n = 1 AND x = 1"],
      "Validation failed in TransactStatements[0]: Select statements within ExecuteTransaction must specify the primary key in the where clause.",
    ],
    [
      [`SELECT * FROM "things"."by-group" WHERE "group" = 'g'`],
      "Validation failed in TransactStatements[0]: Reads on indices are not supported within transactions.",
    ],
    [
      ["EXISTS(SELECT * FROM things WHERE id = 'a' AND n = 1)", "DELETE FROM things WHERE id = 'b' AND n = 1"],
      "Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition",
    ],
    [
      ["DELETE FROM things WHERE id = 'b' AND n = 1 RETURNING ALL OLD *"],
      "Validation failed in TransactStatements[0]: RETURNING clause is not supported in ExecuteTransaction.",
    ],
    [
      ["SELECT * FROM things WHERE"],
      "Validation failed in TransactStatements[0]: Statement wasn't well formed, can't be processed: Unexpected term",
    ],
  ])("refuses %j", async (statements, message) => {
    expect(await refusal(send(statements))).toBe(`ValidationException: ${message}`);
  });
});
