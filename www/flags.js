// What a subscription record says in yes and no, as the bits of `src/protocol/subscription.rs`.

export const flags = (record) => {
  const threads = record.tunread;
  return (
    (record.alert === true ? 1 : 0) |
    (record.hideUnreadStatus === true ? 2 : 0) |
    (record.archived === true ? 4 : 0) |
    (record.open === false ? 8 : 0) |
    (record.unreadAlert === "nothing" ? 16 : 0) |
    (Array.isArray(threads) ? 32 | (Math.min(threads.length, 65535) << 6) : 0)
  );
};
