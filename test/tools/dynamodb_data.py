"""Every operation of DynamoDB's data plane, and of its streams, through boto3's clients, each with an error it documents."""

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client("dynamodb", config=Config(retries={"total_max_attempts": 1}))
streams = boto3.client("dynamodbstreams")
called = set()
for each in (client, streams):
    each.meta.events.register("before-call", lambda model, **_: called.add(model.name))


def refused(code, call, **parameters):
    """The error's answer, which must have this code."""
    try:
        call(**parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response
    raise AssertionError(f"{code} was expected of {parameters}")


table = {"TableName": "notes"}
client.create_table(
    **table,
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[
        {"AttributeName": "owner", "AttributeType": "S"},
        {"AttributeName": "number", "AttributeType": "N"},
        {"AttributeName": "topic", "AttributeType": "S"},
    ],
    KeySchema=[
        {"AttributeName": "owner", "KeyType": "HASH"},
        {"AttributeName": "number", "KeyType": "RANGE"},
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "by-topic",
            "KeySchema": [{"AttributeName": "topic", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
)
client.get_waiter("table_exists").wait(**table)


def key(number, owner="x"):
    return {"owner": {"S": owner}, "number": {"N": str(number)}}


# Single items
client.put_item(**table, Item={**key(1), "topic": {"S": "a"}, "raw": {"B": b"\x00\xff"}})
answer = client.put_item(
    **table, Item={**key(1), "topic": {"S": "b"}}, ReturnValues="ALL_OLD", ReturnConsumedCapacity="INDEXES"
)
assert answer["Attributes"]["raw"] == {"B": b"\x00\xff"}, answer
# An entry whose key changes costs the index two writes.
assert answer["ConsumedCapacity"]["GlobalSecondaryIndexes"]["by-topic"]["CapacityUnits"] == 2, answer
refused("ConditionalCheckFailedException", client.put_item, **table, Item=key(1), ConditionExpression="attribute_not_exists(#o)", ExpressionAttributeNames={"#o": "owner"})
refused("ValidationException", client.put_item, **table, Item={"owner": {"S": "x"}})
assert client.get_item(**table, Key=key(1), ConsistentRead=True)["Item"]["topic"] == {"S": "b"}
refused("ResourceNotFoundException", client.get_item, TableName="nowhere", Key=key(1))
updated = client.update_item(
    **table,
    Key=key(1),
    UpdateExpression="SET tags = list_append(if_not_exists(tags, :none), :tag) ADD hits :one",
    ExpressionAttributeValues={":none": {"L": []}, ":tag": {"L": [{"S": "t"}]}, ":one": {"N": "1"}},
    ReturnValues="UPDATED_NEW",
)["Attributes"]
assert updated == {"tags": {"L": [{"S": "t"}]}, "hits": {"N": "1"}}, updated
refused("ValidationException", client.update_item, **table, Key=key(1), UpdateExpression="SET nope = missing")
refused("ConditionalCheckFailedException", client.delete_item, **table, Key=key(1), ConditionExpression="hits > :h", ExpressionAttributeValues={":h": {"N": "5"}})
assert client.delete_item(**table, Key=key(1), ReturnValues="ALL_OLD")["Attributes"]["hits"] == {"N": "1"}

# Batches
batch = [{"PutRequest": {"Item": {**key(number), "topic": {"S": "a"}}}} for number in range(25)]
assert client.batch_write_item(RequestItems={"notes": batch})["UnprocessedItems"] == {}
refused("ValidationException", client.batch_write_item, RequestItems={"notes": batch + batch[:1]})
got = client.batch_get_item(RequestItems={"notes": {"Keys": [key(1), key(99)], "ProjectionExpression": "topic"}})
assert got["Responses"] == {"notes": [{"topic": {"S": "a"}}]} and got["UnprocessedKeys"] == {}, got
refused("ValidationException", client.batch_get_item, RequestItems={"notes": {"Keys": [key(1), key(1)]}})

# Queries and scans
found = client.query(
    **table,
    KeyConditionExpression="#o = :o AND #n BETWEEN :a AND :b",
    ExpressionAttributeNames={"#o": "owner", "#n": "number"},
    ExpressionAttributeValues={":o": {"S": "x"}, ":a": {"N": "9"}, ":b": {"N": "11"}},
    ScanIndexForward=False,
)
assert [item["number"]["N"] for item in found["Items"]] == ["11", "10", "9"], found
refused("ValidationException", client.query, **table, KeyConditionExpression="number = :n", ExpressionAttributeValues={":n": {"N": "1"}})
pages = client.get_paginator("scan").paginate(**table, IndexName="by-topic", PaginationConfig={"PageSize": 10})
assert [page["Count"] for page in pages][:2] == [10, 10]
refused("ValidationException", client.scan, **table, Segment=4, TotalSegments=4)

# Transactions
move = {
    "TransactItems": [
        {"Delete": {**table, "Key": key(1), "ConditionExpression": "attribute_exists(topic)"}},
        {"Put": {**table, "Item": key(100)}},
    ]
}
client.transact_write_items(**move, ClientRequestToken="move")
client.transact_write_items(**move, ClientRequestToken="move")
move["TransactItems"][1]["Put"]["Item"] = key(101)
refused("IdempotentParameterMismatchException", client.transact_write_items, **move, ClientRequestToken="move")
reasons = refused("TransactionCanceledException", client.transact_write_items, **move)["CancellationReasons"]
assert [reason["Code"] for reason in reasons] == ["ConditionalCheckFailed", "None"], reasons
both = client.transact_get_items(TransactItems=[{"Get": {**table, "Key": key(number)}} for number in (100, 1)])
assert [("Item" in response) for response in both["Responses"]] == [True, False], both
refused("TransactionCanceledException", client.transact_get_items, TransactItems=[{"Get": {**table, "Key": {"owner": {"S": "x"}}}}])

# PartiQL
client.execute_statement(Statement="INSERT INTO notes VALUE {'owner': ?, 'number': 1, 'texts': <<'a'>>}", Parameters=[{"S": "q"}])
refused("DuplicateItemException", client.execute_statement, Statement="INSERT INTO notes VALUE {'owner': 'q', 'number': 1}")
returned = client.execute_statement(
    Statement="UPDATE notes SET texts = set_add(texts, <<'b'>>) WHERE owner = 'q' AND number = 1 RETURNING MODIFIED NEW *"
)["Items"]
assert sorted(returned[0]["texts"]["SS"]) == ["a", "b"], returned
numbers, token = [], {}
while True:
    page = client.execute_statement(Statement="SELECT number FROM notes WHERE owner IN ['x', 'q'] AND number < 5", Limit=2, **token)
    numbers += [int(item["number"]["N"]) for item in page["Items"]]
    if "NextToken" not in page:
        break
    token = {"NextToken": page["NextToken"]}
assert numbers == [0, 2, 3, 4, 1], numbers
responses = client.batch_execute_statement(
    Statements=[
        {"Statement": "SELECT topic FROM notes WHERE owner = 'x' AND number = 2"},
        {"Statement": "SELECT topic FROM notes WHERE owner = 'x'"},
    ]
)["Responses"]
assert responses[0] == {"TableName": "notes", "Item": {"topic": {"S": "a"}}}, responses
assert responses[1]["Error"]["Code"] == "ValidationError", responses
client.execute_transaction(
    TransactStatements=[
        {"Statement": "EXISTS(SELECT * FROM notes WHERE owner = 'q' AND number = 1 AND done IS MISSING)"},
        {"Statement": "DELETE FROM notes WHERE owner = 'x' AND number = 2"},
    ]
)
refused("TransactionCanceledException", client.execute_transaction, TransactStatements=[{"Statement": "UPDATE notes SET a = 1 WHERE owner = 'none' AND number = 2"}])

# The stream tells all of it
arn = streams.list_streams(**table)["Streams"][0]["StreamArn"]
shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
items = {}
while True:
    page = streams.get_records(ShardIterator=iterator, Limit=10)
    for record in page["Records"]:
        change = record["dynamodb"]
        name = (change["Keys"]["owner"]["S"], change["Keys"]["number"]["N"])
        assert change.get("OldImage") == items.get(name), change
        items.pop(name, None)
        if "NewImage" in change:
            items[name] = change["NewImage"]
    if not page["Records"]:
        break
    iterator = page["NextShardIterator"]
assert len(items) == client.scan(**table, Select="COUNT")["Count"], items
refused("ResourceNotFoundException", streams.describe_stream, StreamArn=arn[:-1] + "x")
refused("ValidationException", streams.get_records, ShardIterator="nonsense")
refused("ResourceNotFoundException", streams.get_shard_iterator, StreamArn=arn, ShardId="shardId-00000000000000000000-00000000", ShardIteratorType="LATEST")

# Throughput: a table without units left, and one decrease too many
small = {"TableName": "small"}
client.create_table(
    **small,
    ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 1},
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
)
client.get_waiter("table_exists").wait(**small)
client.put_item(**small, Item={"id": {"S": "large"}, "text": {"S": "x" * 390 * 1024}})
throttled = refused("ProvisionedThroughputExceededException", client.put_item, **small, Item={"id": {"S": "a"}})
assert throttled["ThrottlingReasons"][0]["reason"] == "TableWriteProvisionedThroughputExceeded", throttled
for units in (4, 3, 2, 1):
    client.update_table(**small, ProvisionedThroughput={"ReadCapacityUnits": units, "WriteCapacityUnits": 2})
described = client.describe_table(**small)["Table"]["ProvisionedThroughput"]
assert described["NumberOfDecreasesToday"] == 4 and "LastDecreaseDateTime" in described, described
refused("LimitExceededException", client.update_table, **small, ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})

missing = {
    *("PutItem", "GetItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "BatchGetItem", "Query", "Scan"),
    *("TransactWriteItems", "TransactGetItems", "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"),
    *("ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"),
} - called
assert not missing, missing
