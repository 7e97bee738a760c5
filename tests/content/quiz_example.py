"""A quiz with a question of every kind, and its translation."""

QUIZ = """\
# Registry basics

```toml quiz
id = "registry-basics"
pass = 60
exercise = "private-registry"
```

Eight questions about what you have done.

## Automatic builds

```toml question
id = "hub-call"
type = "fill"
points = 2
tags = ["automation"]
groups = [["first", "second"]]

[blank.hook]
accept = ["webhook", "웹훅"]

[[blank.hook.wrong]]
match = ["cron", "크론"]
say.en = "A timer polls. Here the service calls you."
say.ko = "크론은 주기적으로 확인합니다."

[blank.first]
accept = "push"
exact = ["push"]

[blank.second]
accept = ["pull"]

[[test]]
say = { hook = "web-hook", first = "pull", second = "push" }
expect = "correct"

[[test]]
say = { hook = "cron", first = "push", second = "pull" }
expect = "partial"
says = "the service calls you"
```

Docker Hub calls a [[hook]], written `[[hook]]` in the source, after a [[first]] or a [[second]].

> [!TIP]
> An HTTP request that one service sends to another.

> [!NOTE]
> It is a POST request.

## Who is called

```toml question
id = "which-part"
type = "choice"
points = 1

[[test]]
say = 1
expect = "correct"

[[test]]
say = 2
expect = "incorrect"
says = "travel"
```

What is sent? Think of:

- the network,
- the disk.

One of these:

- [x] A request
- [ ] An image
  layer
  > Layers travel when
  > you push.
- [ ] A log
  > Logs stay.

Choose one.

> [!TIP]
> It is small.

## Without protection

```toml question
id = "no-tls"
type = "short"
points = 3
max_words = 20
exact = ["http"]
accept = ["anything but HTTPS"]
bonus = ["certificate"]

[axis]
rule = "deny"
default = "deny"
deny = ["refuse*", "거부*"]
allow = ["allow*", "허용*"]

[[concept]]
id = "plain"
any = ["http", "without https", "https 없*"]
weight = 2
required = true
stance = "deny"
missing.en = "What is missing from the connection?"
missing.ko = "연결에 무엇이 없습니까?"

[[decoy]]
id = "blocked"
any = ["docker hub"]
weight = 0.5
say.en = "Docker Hub is not concerned."

[[test]]
say = "http"
expect = "correct"
```

Which registries are refused?

> [!TIP]
> One letter makes the difference.

> [!IMPORTANT]
> Registries
> [without HTTPS](https://docs.docker.com).

## Loopback

```toml question
id = "loopback"
type = "truefalse"
points = 3
truth = false
verdict_weight = 1

[axis]
default = "allow"
allow = ["allow*"]

[[concept]]
id = "exempt"
any = ["localhost", "loopback", "루프백"]
weight = 3
required = true
stance = "allow"

[[test]]
say = { verdict = false, reason = "loopback is allowed" }
expect = "correct"

[[test]]
say = { verdict = true, reason = "loopback is allowed" }
expect = "incorrect"
```

Docker refuses a registry at `127.0.0.1:5000`. Why?

> [!TIP]
> What is special about 127?

## Publishing

```toml question
id = "order"
type = "order"
points = 2
edges = [[1, 2], [2, 3]]

[[test]]
say = [1, 2, 3]
expect = "correct"
```

Put the steps in an order that works.

1. Build the image
2. Name it
3. Push it

- Export the container
  > That sends nothing.

> [!TIP]
> What needs a name?

## A full name

```toml question
id = "full-name"
type = "ref"
points = 3
want = "registry.lab.example:5000/team/web:1.2"
explicit_tag = true

[[test]]
say = "registry.lab.example:5000/team/web"
expect = "partial"
```

Write the name of `web` 1.2.

> [!TIP]
> Start with the host.

## A command

```toml question
id = "command"
type = "command"
points = 4
want = ["docker tag web 127.0.0.1:5000/web"]

[[wrong]]
match = "docker push web"
say.en = "One step comes before that."
say.ko = "그 전에 할 일이 있습니다."

[[test]]
say = "docker image tag web 127.0.0.1:5000/web:latest"
expect = "correct"
```

What comes before the push?

> [!TIP]
> It gives a name.

## On your engine

```toml question
id = "digest"
type = "state"
points = 1
asks = "pushed-digest"
reference = "127.0.0.1:5000/hello-world"
digits = 12

[[test]]
say = "0123456789ab"
truth = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
expect = "correct"
```

Which digest did the push print?

> [!TIP]
> Its last line.
"""

OVERLAY = """\
# 레지스트리 기초

```toml translation
lang = "ko"
of = "registry-basics"
```

지금까지 한 일에 관한 여덟 문항입니다.

## 자동 빌드

```toml translation
of = "hub-call"
```

[[first]]나 [[second]] 다음에 Docker Hub는 [[hook]]을 호출합니다.

> [!TIP]
> 한 서비스가 다른 서비스에 보내는 HTTP 요청입니다.

> [!NOTE]
> POST 요청입니다.

## 무엇을 보내는가

```toml translation
of = "which-part"
```

무엇을 보냅니까?

- [x] 요청
- [ ] 이미지 레이어
  > 레이어는 푸시할 때 전송됩니다.
- [ ] 로그
  > 로그는 남습니다.

> [!TIP]
> 작습니다.

## 보호 없이

```toml translation
of = "no-tls"
```

어떤 레지스트리를 거부합니까?

> [!TIP]
> 한 글자 차이입니다.

> [!IMPORTANT]
> HTTPS 없는 레지스트리

## 내 컴퓨터

```toml translation
of = "loopback"
```

Docker는 `127.0.0.1:5000`의 레지스트리를 거부한다. 왜 그렇습니까?

> [!TIP]
> 127은 무엇이 특별합니까?

## 올리는 순서

```toml translation
of = "order"
```

순서대로 놓으세요.

1. 이미지를 빌드한다
2. 이름을 붙인다
3. 푸시한다

- 컨테이너를 내보낸다
  > 아무것도 보내지 않습니다.

> [!TIP]
> 이름이 필요한 것은 무엇입니까?

## 전체 이름

```toml translation
of = "full-name"
```

`web` 1.2의 이름을 쓰세요.

> [!TIP]
> 호스트부터 씁니다.

## 명령

```toml translation
of = "command"
```

푸시 전에 무엇을 합니까?

> [!TIP]
> 이름을 붙입니다.

## 내 엔진에서

```toml translation
of = "digest"
```

푸시할 때 어떤 다이제스트가 나왔습니까?

> [!TIP]
> 마지막 줄입니다.
"""
