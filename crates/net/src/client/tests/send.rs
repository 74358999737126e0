//! What a button sends: where to, what arrives, and which redirects are followed.

use super::*;

fn message(method: &'static str) -> Message {
    Message { method, body: "{\"open\":1}".to_owned() }
}

/// Reads a request to the end of its body, and answers it.
async fn serve(server: &Server, answer: &str) -> String {
    let (mut stream, _) = server.0.accept().await.expect("a connection");
    let mut said = head(&mut stream).await;
    let length = said.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.expect("a body");
    said += &String::from_utf8(body).expect("UTF-8");
    stream.write_all(answer.as_bytes()).await.expect("a listener");
    said
}

fn leading(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} There\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}

#[tokio::test]
async fn method_headers_and_body_arrive_and_survive_a_redirect_within_the_host() {
    let server = Server::at(PUBLIC).await;
    let net = client([("door.example", &[&[PUBLIC]])]);
    for (status, kept) in [(307, true), (308, true), (301, true), (303, false)] {
        let there = leading(status, "/there");
        let sent = net.send(request(&server.url("door.example", "/here")), message("PUT"), false);
        let heard = async { (serve(&server, &there).await, serve(&server, OK).await) };
        let (answer, (first, second)) = tokio::join!(sent, heard);
        assert_eq!(answer.expect("an answer").status(), 200);
        assert!(
            first.starts_with("PUT /here HTTP/1.1\r\n") && first.ends_with("\r\n\r\n{\"open\":1}"),
            "{first}"
        );
        assert!(first.contains("x-api-key: X-Api-Key-s3cret"), "{first}");
        let start = if kept { "PUT /there " } else { "GET /there " };
        assert!(second.starts_with(start), "{status}: {second}");
        assert_eq!(second.ends_with("{\"open\":1}"), kept, "{status}: {second}");
    }
    let there = leading(302, "/there");
    let sent = net.send(request(&server.url("door.example", "/here")), message("POST"), false);
    let heard = async { (serve(&server, &there).await, serve(&server, OK).await) };
    let (_, (_, second)) = tokio::join!(sent, heard);
    assert!(second.starts_with("GET /there ") && second.ends_with("\r\n\r\n"), "{second}");
}

#[tokio::test]
async fn another_host_gets_nothing() {
    let (server, other) = (Server::at(PUBLIC).await, Server::at(PUBLIC).await);
    let net = client([("door.example", &[&[PUBLIC]]), ("evil.example", &[&[PUBLIC]])]);
    for to in [other.url("evil.example", "/"), other.url("door.example", "/")] {
        let there = leading(307, &to);
        let sent = net.send(request(&server.url("door.example", "/")), message("POST"), false);
        let (answer, _) = tokio::join!(sent, serve(&server, &there));
        assert_eq!(answer.expect("the redirect itself").status(), 307);
    }
    assert!(other.was_left_alone().await);
}

#[tokio::test]
async fn a_private_address_is_sent_to_only_from_near() {
    let (server, net) = (Server::at(HERE).await, client([("door.example", &[&[HERE]])]));
    for host in ["door.example", "127.0.0.1"] {
        let sent = net.send(request(&server.url(host, "/")), message("POST"), false).await;
        assert_eq!(sent.expect_err("refused"), forbidden(host));
        let sent = net.send(request(&server.url(host, "/")), message("POST"), true);
        let (answer, _) = tokio::join!(sent, serve(&server, OK));
        assert_eq!(answer.expect("an answer").status(), 200);
    }
    assert!(server.was_left_alone().await);
}

#[tokio::test]
async fn what_is_near_is_known_by_its_name_or_by_what_it_means() {
    let net = client([("nas.example", &[&[HERE]]), ("feed.example", &[&[HERE, PUBLIC]])]);
    let near = async |url: &str, said| net.is_near(&Url::parse(url).expect("a URL"), said).await;
    assert!(near("http://192.168.1.5/", false).await && near("http://hub.local/", false).await);
    assert!(near("https://nas.example/", true).await && !near("https://nas.example/", false).await);
    assert!(!near("https://feed.example/", true).await && !near("https://unknown.example/", true).await);
}
