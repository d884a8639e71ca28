// messages.ts — the form of a room's messages: each key with its Chinese and its English; "one|many" goes by n.
export type Messages = Record<string, readonly [zh: string, en: string]>
