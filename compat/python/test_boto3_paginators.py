"""Lists page by page, by boto3's own paginators: each item once, and pages no larger than was asked for."""

import pytest

from sign_in import SignIn

# What boto3 can page through. Identity providers are its ninth list.
NAMES = [
    "admin_list_groups_for_user",
    "admin_list_user_auth_events",
    "list_groups",
    "list_resource_servers",
    "list_user_pool_clients",
    "list_user_pools",
    "list_users",
    "list_users_in_group",
]


@pytest.fixture
def pages(admin):
    def pages(name, size, key, **parameters):
        found = admin.get_paginator(name).paginate(
            **parameters, PaginationConfig={"PageSize": size}
        )
        pages = [page[key] for page in found]
        assert all(len(page) <= size for page in pages)
        return pages

    return pages


@pytest.fixture
def groups(admin, pool, ada):
    names = [f"group-{number}" for number in range(5)]
    for name in names:
        admin.create_group(UserPoolId=pool.id, GroupName=name)
        admin.admin_add_user_to_group(UserPoolId=pool.id, GroupName=name, Username="ada")
    return names


@pytest.mark.parametrize("name", NAMES)
def test_boto3_can_page_through(admin, name):
    assert admin.can_paginate(name)


def test_people(pool, pages):
    names = [pool.invite(f"person-{number}").name for number in range(7)]
    found = pages("list_users", 3, "Users", UserPoolId=pool.id)
    assert len(found) >= 3
    assert sorted(person["Username"] for page in found for person in page) == names


def test_people_by_a_filter_and_with_some_attributes(pool, pages):
    for number in range(5):
        pool.invite(f"person-{number}", given_name="Ada" if number < 3 else "Bea")
    found = pages(
        "list_users",
        2,
        "Users",
        UserPoolId=pool.id,
        Filter='given_name = "Ada"',
        AttributesToGet=["given_name"],
    )
    people = [person for page in found for person in page]
    assert len(people) == 3
    assert all(p["Attributes"] == [{"Name": "given_name", "Value": "Ada"}] for p in people)


def test_groups(pool, pages, groups):
    found = pages("list_groups", 2, "Groups", UserPoolId=pool.id)
    assert sorted(group["GroupName"] for page in found for group in page) == groups


def test_groups_of_somebody(pool, pages, groups):
    who = {"UserPoolId": pool.id, "Username": "ada"}
    found = pages("admin_list_groups_for_user", 2, "Groups", **who)
    assert sorted(group["GroupName"] for page in found for group in page) == groups


def test_people_of_a_group(admin, pool, pages):
    admin.create_group(UserPoolId=pool.id, GroupName="readers")
    names = [pool.invite(f"person-{number}").name for number in range(5)]
    for name in names:
        admin.admin_add_user_to_group(UserPoolId=pool.id, GroupName="readers", Username=name)
    found = pages("list_users_in_group", 2, "Users", UserPoolId=pool.id, GroupName="readers")
    assert sorted(person["Username"] for page in found for person in page) == names


def test_pools(house, pages):
    ours = {house.new_pool().id for _ in range(3)}
    found = [pool["Id"] for page in pages("list_user_pools", 2, "UserPools") for pool in page]
    assert len(found) == len(set(found))
    assert ours < set(found)


def test_clients(pool, pages):
    ours = {pool.new_app().id for _ in range(5)}
    found = pages("list_user_pool_clients", 2, "UserPoolClients", UserPoolId=pool.id)
    assert {client["ClientId"] for page in found for client in page} == ours


def test_resource_servers(admin, pool, pages):
    names = [f"api-{number}" for number in range(5)]
    for name in names:
        admin.create_resource_server(UserPoolId=pool.id, Identifier=name, Name=name)
    found = pages("list_resource_servers", 2, "ResourceServers", UserPoolId=pool.id)
    assert sorted(each["Identifier"] for page in found for each in page) == names


def test_what_somebody_did_the_newest_first(house, pages):
    pool = house.new_pool(UserPoolTier="PLUS", UserPoolAddOns={"AdvancedSecurityMode": "AUDIT"})
    sign_in = SignIn(house.anyone, pool, pool.new_app(), pool.new_person("ada"))
    for _ in range(5):
        sign_in.with_password()
    who = {"UserPoolId": pool.id, "Username": "ada"}
    found = pages("admin_list_user_auth_events", 2, "AuthEvents", **who)
    events = [event for page in found for event in page]
    assert len({event["EventId"] for event in events}) == len(events) == 5
    assert {(event["EventType"], event["EventResponse"]) for event in events} == {
        ("SignIn", "Pass")
    }
    dates = [event["CreationDate"] for event in events]
    assert dates == sorted(dates, reverse=True)


def test_a_page_token_that_was_made_up_is_refused(admin, pool):
    with pytest.raises(admin.exceptions.InvalidParameterException):
        admin.list_users(UserPoolId=pool.id, PaginationToken="made-up")
    with pytest.raises(admin.exceptions.InvalidParameterException):
        admin.list_groups(UserPoolId=pool.id, NextToken="made-up")
