"""DynamoDB through boto3's resource API: what its serializers, paginators, waiters and error classes expect."""

from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")
client = dynamodb.meta.client
pets = dynamodb.create_table(
    TableName="pets",
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[
        {"AttributeName": "owner", "AttributeType": "S"},
        {"AttributeName": "number", "AttributeType": "N"},
        {"AttributeName": "chip", "AttributeType": "B"},
    ],
    KeySchema=[
        {"AttributeName": "owner", "KeyType": "HASH"},
        {"AttributeName": "number", "KeyType": "RANGE"},
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "by-chip",
            "KeySchema": [{"AttributeName": "chip", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
)
pets.wait_until_exists()

with pets.batch_writer() as batch:
    for number in range(120):
        batch.put_item(
            Item={
                "owner": "x",
                "number": number,
                "chip": b"\x00\xff" if number % 2 else b"z",
                "weight": Decimal("1.10"),
                "names": {"a", "b"},
                "notes": [1, None, {"deep": True}],
            }
        )

page = pets.query(
    KeyConditionExpression=Key("owner").eq("x") & Key("number").between(10, 19), ScanIndexForward=False
)
assert [int(item["number"]) for item in page["Items"]] == list(range(19, 9, -1)), page

paginator = client.get_paginator("query")
pages = paginator.paginate(
    TableName="pets",
    IndexName="by-chip",
    KeyConditionExpression=Key("chip").eq(b"\x00\xff"),
    PaginationConfig={"PageSize": 7},
)
assert sum(page["Count"] for page in pages) == 60

total = 0
for segment in range(4):
    for page in client.get_paginator("scan").paginate(
        TableName="pets", Segment=segment, TotalSegments=4, FilterExpression=Attr("number").lt(50)
    ):
        total += page["Count"]
assert total == 50, total

try:
    pets.put_item(
        Item={"owner": "x", "number": 1},
        ConditionExpression=Attr("owner").not_exists(),
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    raise AssertionError("The condition was met.")
except client.exceptions.ConditionalCheckFailedException as error:
    assert error.response["Item"]["number"] == {"N": "1"}, error.response

try:
    client.transact_write_items(
        TransactItems=[
            {"Put": {"TableName": "pets", "Item": {"owner": "y", "number": 1}}},
            {
                "ConditionCheck": {
                    "TableName": "pets",
                    "Key": {"owner": "q", "number": 1},
                    "ConditionExpression": "attribute_exists(#o)",
                    "ExpressionAttributeNames": {"#o": "owner"},
                }
            },
        ]
    )
    raise AssertionError("The transaction was made.")
except client.exceptions.TransactionCanceledException as error:
    codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
    assert codes == ["None", "ConditionalCheckFailed"], codes
assert "Item" not in pets.get_item(Key={"owner": "y", "number": 1})

updated = pets.update_item(
    Key={"owner": "x", "number": 1},
    UpdateExpression="SET notes[0] = :two, weight = weight + :more ADD #n :c REMOVE notes[2]",
    ExpressionAttributeNames={"#n": "names"},
    ExpressionAttributeValues={":two": 2, ":more": Decimal("0.05"), ":c": {"c"}},
    ReturnValues="ALL_NEW",
)["Attributes"]
assert updated["weight"] == Decimal("1.15"), updated
assert updated["names"] == {"a", "b", "c"}, updated
assert updated["notes"] == [2, None], updated

try:
    pets.put_item(Item={"owner": "x"})
    raise AssertionError("An item without its sort key was taken.")
except ClientError as error:
    assert error.response["Error"]["Message"].endswith("Missing the key number in the item"), error.response

pets.delete()
pets.wait_until_not_exists()
assert client.list_tables()["TableNames"] == []
