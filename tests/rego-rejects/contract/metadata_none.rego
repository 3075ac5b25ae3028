# expect: 3: the package has no METADATA block

package user.contract.metadata_none



deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
