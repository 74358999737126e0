import type { RingCode } from "../../bindings/RingCode";
import type { entries as source } from "../en/entries";
import { number } from "../rules";
import { plural } from "./plural";

const many = (n: number) => plural(n, { other: "# 件" });

const RINGS: Record<RingCode, string> = {
  rang: "鳴りました。",
  updated: "カードの通知を、音なしで書き換えました。",
  gathered: "単独では鳴らず、まとめに数えられました。",
  pending: "まもなく鳴ります。",
  failed: "鳴るはずでしたが、通知が届きませんでした。",
  "held:quiet_hours": "静かな時間の終わりを待っています。そのあとまとめに入ります。",
  "held:snoozed": "一時停止の終わりを待っています。そのあとまとめに入ります。",
  "held:do_not_disturb": "おやすみモードの終わりを待っています。そのあとまとめに入ります。",
  "held:digest": "このフィードの次のまとめを待っています。",
  "silent:bell_off": "静か: 設定でベルがオフになっています。",
  "silent:feed_never": "静か: このフィードは鳴りません。",
  "silent:not_urgent": "静か: このフィードは緊急のものだけ鳴ります。",
  "silent:not_highlighted": "静か: このフィードは強調されたものだけ鳴ります。",
  "silent:rule": "静か: ルールかフィードのテンプレートによるものです。",
  "silent:minor": "静か: カードの小さな変化です。",
  "silent:quiet_hours": "静か: 静かな時間に届きました。",
  "silent:snoozed": "静か: 一時停止中でした。",
  "silent:do_not_disturb": "静か: デスクトップがおやすみモードでした。",
  "silent:already_read": "静か: 鳴る前に読まれました。",
  "silent:replaced": "静か: 同じカードの新しい項目に替わりました。",
  "silent:earlier": "静か: 購読する前からあったものです。",
};

export const entries: typeof source = {
  entry: {
    unread: "未読",
    urgent: "緊急",
    low: "緊急度は低い",
    starred: "スター付き",
    star: "スター",
    unstar: "スターを外す",
    markRead: "既読にする",
    markUnread: "未読にする",
    openLink: "リンクを開く",
    withdrawn: "フィードが取り下げました",
    published: "公開",
    received: "受信",
    bell: "ベル",
    feed: "フィード",
    tags: "タグ",
    earlier: (n) => `このカードの以前の内容（${number(n)}）`,
    replacedBy: "このカードにはもっと新しい項目があります。",
    raw: "元のイベント",
    rawEvent: "event",
    rawId: "id",
    copyRaw: "元のイベントをコピー",
    none: "項目を選ぶと、ここで読めます。",
    noneHelp: "j と k で項目を移動し、? ですべてのキーを見られます。",
    gone: "この項目はもう残っていません。",
    markedRead: (n) => `${many(n)}を既読にしました。`,
    markedUnread: (n) => `${many(n)}を未読にしました。`,
    starredMany: (n) => `${many(n)}にスターを付けました。`,
    unstarredMany: (n) => `${many(n)}のスターを外しました。`,
    highlighted: "強調",
    fields: "データ",
    fieldName: "名前",
    fieldValue: "値",
    part: (field) =>
      ({ title: "題名", body: "本文", link: "リンク", image: "画像", icon: "アイコン", time: "時刻", urgency: "緊急度", tags: "タグ", key: "同一性", replaces: "カード" })[field] ?? field,
    picture: "画像",
    picturesOff: (host) => `${host} の画像です。画像は読み込まれません。`,
    loadPictures: "画像を読み込む",
    pictureFailed: "画像を読み込めませんでした。",
    linkAddress: (host) => `ブラウザーで ${host} を開きます`,
    copyText: "本文をコピー",
    next: "次の項目",
    previous: "前の項目",
    nothingToMark: "未読はありませんでした。",
  },
  ring: {
    why: (code) => (RINGS as Partial<Record<string, string>>)[code] ?? code,
    short: (code) =>
      ({ rang: "鳴った", updated: "通知を更新", gathered: "まとめに入った", failed: "鳴らせなかった", pending: "まもなく鳴る" })[code] ??
      (code.startsWith("held:") ? "鳴るのを待機中" : "静か"),
  },
};
