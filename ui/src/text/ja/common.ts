import type { common as source } from "../en/common";
import { bytes, duration, list, number, percent } from "../rules";

export const common: typeof source = {
  app: "Tidings",
  cancel: "キャンセル",
  close: "閉じる",
  save: "保存",
  undo: "元に戻す",
  dismiss: "消す",
  back: "戻る",
  copy: "コピー",
  copied: "コピーしました。",
  copyFailed: "クリップボードに書き込めませんでした。",
  loading: "読み込み中…",
  startFailed: "Tidings は自分の状態を読み取れませんでした。",
  tryAgain: "もう一度試す",
  number,
  bytes,
  list,
  percent,
  comma: "、",
  stop: "。",
  duration: (seconds) => duration(seconds, { s: "秒", min: "分", h: "時間" }),
};
