import type { rules as source } from "../en/rules";
import { number } from "../rules";
import { plural } from "./plural";

export const rules: typeof source = {
  rules: {
    title: "ルール",
    lead: "すべてのフィードに効く言葉とパターンです。項目を捨てるルールに当たると、そこで終わります。",
    none: "ルールはまだありません",
    noneHelp: "待っているものを強調したり、静かなフィードでも鳴らしたり、もう十分なものを黙らせたりできます。",
    add: "ルールを追加",
    list: "あなたのルール",
    unnamed: "新しいルール",
    name: "名前",
    then: "当てはまる項目をどうするか",
    thens: { highlight: "強調する", ring: "フィードの設定にかかわらず鳴らす", raise: "強調し、重大として鳴らす", digest: "フィードのまとめに入れる", hush: "鳴らさない", drop: "残さない" },
    words: "言葉",
    wordsHelp: "カンマで区切り、どれか一つが単語として含まれていれば当てはまります。カンマの間の複数の語は一続きの語句です。",
    pattern: "パターン",
    patternHelp: "題名と本文に対する正規表現です。",
    feeds: "フィード",
    feedsHelp: "何も選ばなければすべてです。",
    where: "条件",
    whereHelp: "urgency == 'critical' や score.home > 2 のような式です。",
    enabled: "このルールを使う",
    off: "オフ",
    remove: "ルールを削除",
    removed: (name) => `ルール「${name}」を削除しました。`,
    earlier: "上へ",
    later: "下へ",
    save: "ルールを保存",
    saved: "保存しました。次の項目から効きます。",
    trial: "当てはまったはずの項目",
    trying: "履歴で試しています…",
    caught: (n, of) => `最新の ${number(of)} 件のうち ${plural(n, { other: "# 件" })}。`,
    nothing: "まだ何も指定されていません。言葉、パターン、条件、フィードのどれかを入れてください。",
    unsaved: "未保存",
  },
};
