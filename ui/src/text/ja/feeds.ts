import type { feeds as source } from "../en/feeds";
import { common } from "./common";

const { duration } = common;

export const feeds: typeof source = {
  feed: {
    add: "フィードを追加",
    menu: (name) => `${name} のメニュー`,
    edit: "編集…",
    pause: "一時停止",
    resume: "再開",
    reconnect: "今すぐ再接続",
    checking: (name) => `「${name}」をまだ受信できるか確認しています。`,
    remove: "削除",
    removed: (name) => `「${name}」を削除しました。`,
    restored: (name) => `「${name}」が戻りました。`,
    badEvent: "最後に読み取れなかったイベント:",
    lastHeard: (when) => `最後の受信: ${when}`,
  },
  state: {
    word: (state) => ({ open: "ライブ", connecting: "接続中…", queued: "順番待ち", waiting: "待機", stopped: "停止", paused: "一時停止" })[state],
    retryIn: (seconds) => (seconds > 0 ? `${duration(seconds)}後に再試行` : "今、再試行しています"),
    retryInShort: (seconds) => (seconds > 0 ? `あと ${duration(seconds)}` : "今、再試行しています"),
  },
  format: {
    label: "形式",
    auto: "自動",
    autoIs: (recognised) => `自動: ${recognised}`,
    score: "試合速報",
    help: "自動では、アドレスとイベントから決めます。",
  },
  edit: { title: (name) => `「${name}」を編集`, saved: "保存しました。", url: "アドレス", name: "名前" },
};
