//! Japanese.

use super::{Counted, Tray, Words};

pub(super) const WORDS: Words = Words {
    tag: "ja",
    open_link: "リンクを開く",
    mark_read: "既読にする",
    snooze_hour: "1 時間スヌーズ",
    test_title: "Tidings は通知できます",
    test_body: "通知はこのように表示されます。",
    trouble: "届かないお知らせがあるかもしれません",
    new: Counted::Same("新着 # 件"),
    more: Counted::Same("ほか # 件"),
    held: Counted::Same("# 件"),
    feeds: Counted::Same("# 個のフィード"),
    from_feed: "{feed}: {n}",
    in_feeds: "{feeds}: {n}",
    quiet_from_feed: "{feed}: 静かな時間に {n}",
    quiet_in_feeds: "{feeds}: 静かな時間に {n}",
    tray: Tray {
        open: "Tidings を開く",
        starting: "起動中",
        snooze: "1 時間スヌーズ",
        wake: "通知を再開",
        quit: "Tidings を終了",
        none_unread: "未読なし",
        unread: Counted::Same("未読 # 件"),
        no_feed: "有効なフィードなし",
        only_feed: "フィードに接続中",
        all_feeds: "{all} 個すべてのフィードに接続中",
        some_feeds: "{all} 個中 {open} 個のフィードに接続中",
        comma: "、",
        silent: "ベルは鳴りません",
        off: "ベルはオフ",
        snoozed: "スヌーズ中",
        quiet: "今は静かな時間",
    },
};
