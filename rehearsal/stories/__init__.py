"""The stories a rehearsal can tell by itself; each module has `async def story(stage)`."""
